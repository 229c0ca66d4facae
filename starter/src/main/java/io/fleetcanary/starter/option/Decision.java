package io.fleetcanary.starter.option;

import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person's answer to a gate or a hold: of which rollout, for which plan. */
public final class Decision {
  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Option(
      names = "--gate",
      required = true,
      description = "a wave's name, or hold/<cluster>/<n>; status shows what is open")
  private String gate = "";

  @Option(
      names = "--digest",
      description = "of the plan you looked at; another plan is a conflict. Default: the current")
  private @Nullable String digest;

  @Mixin private Person person = new Person();

  /** Sends it as {@code message} and returns the rollout's answer. */
  public String send(String message, Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = person.fields(surroundings);
    fields.put("gate", gate);
    fields.put("digest", digest == null ? rollouts.status(rollout).digest() : digest);
    return rollouts.tell(rollout, message, fields);
  }
}
