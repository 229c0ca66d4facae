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
    return rollouts.tell(rollout, message, fields(rollouts, surroundings));
  }

  /** Sends a consent, signed where that is wanted, and returns the rollout's answer. */
  public String consent(Signing signing, Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = fields(rollouts, surroundings);
    signing.sign(fields, () -> rollouts.status(rollout).rolloutId(), surroundings);
    return rollouts.tell(rollout, "approve", fields);
  }

  /** Takes a consent back, and returns the rollout's answer. */
  public String withdraw(Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = fields(rollouts, surroundings);
    fields.put("withdraw", "true");
    return rollouts.tell(rollout, "approve", fields);
  }

  private SortedMap<String, String> fields(Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = person.fields(surroundings);
    fields.put("gate", gate);
    fields.put("digest", digest == null ? rollouts.status(rollout).digest() : digest);
    return fields;
  }
}
