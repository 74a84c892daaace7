package drey.playground;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class and ends with whoever started it: standard input is a pipe from there, and when it breaks, nobody is left who could
 * stop this process. The operating system breaks it however the other end died.
 */
public class Held {

  /** The first argument is the main class; the others are its arguments. */
  public static void main(String[] args) throws Throwable {
    Thread watch = new Thread(Held::endWithParent, "held-by-parent");
    watch.setDaemon(true);
    watch.start();
    runMain(args[0], Arrays.copyOfRange(args, 1, args.length));
  }

  static void runMain(String className, String[] args) throws Throwable {
    try {
      Class.forName(className).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() != -1) {
        // Nobody says anything here.
      }
    } catch (IOException e) {
      // Broken is as good as closed.
    }
    Runtime.getRuntime().halt(137);
  }

  private Held() {}
}
