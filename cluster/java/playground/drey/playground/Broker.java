package drey.playground;

/** A Kafka broker whose storage is formatted first where that was not done: one JVM for what the scripts need two for. */
public class Broker {

  /** The arguments are the cluster's id and the path of server.properties. */
  public static void main(String[] args) throws Throwable {
    String[] format = {"format", "--ignore-formatted", "--cluster-id", args[0], "--config", args[1]};
    int code = kafka.tools.StorageTool.execute(format, System.out);
    if (code != 0) {
      System.exit(code);
    }
    kafka.Kafka.main(new String[] {args[1]});
  }

  private Broker() {}
}
