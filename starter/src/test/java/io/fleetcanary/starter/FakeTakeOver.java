package io.fleetcanary.starter;

import io.fleetcanary.workflow.takeover.TakeOver;
import java.util.List;

/** Takes over whatever it is asked for, but for specs that say what else becomes of it. */
public final class FakeTakeOver implements TakeOver {
  @Override
  public Taken run(Order order) {
    List<String> none = List.of();
    if (order.spec().contains("unseen")) {
      return new Taken(List.of("cluster eu-2 cannot be looked at"), none, none, none);
    }
    return order.spec().contains("edited")
        ? new Taken(none, none, none, List.of("eu-1 is not as it was"))
        : new Taken(none, none, List.of("eu-1 is free, " + order.by() + order.reason()), none);
  }

  @Override
  public Taken status() {
    return new Taken(List.of(), List.of(), List.of(), List.of());
  }
}
