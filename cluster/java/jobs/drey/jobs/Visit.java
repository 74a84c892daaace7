package drey.jobs;

/** Somebody does something in a shop. */
public class Visit {

  private static final int SHOPPERS = 7;
  private static final String[] ACTIONS = {"view", "cart", "view", "pay"};

  public long shopper;
  public String action;

  /** Flink makes one to read into. */
  public Visit() {}

  /** The shoppers take turns, and each goes through the actions in order. */
  Visit(long number) {
    shopper = number % SHOPPERS;
    action = ACTIONS[(int) (number / SHOPPERS % ACTIONS.length)];
  }
}
