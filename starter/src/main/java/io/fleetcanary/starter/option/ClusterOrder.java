package io.fleetcanary.starter.option;

import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.util.SortedMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person wants done with one cluster that is in trouble. */
public final class ClusterOrder {
  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      required = true,
      description = "one that is in trouble; status shows it")
  private String cluster = "";

  @Mixin private Person person = new Person();

  /** Sends it as {@code message} and returns the rollout's answer. */
  public String send(String message, Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = person.fields(surroundings);
    fields.put("cluster", cluster);
    return rollouts.tell(rollout, message, fields);
  }
}
