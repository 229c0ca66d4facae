package io.fleetcanary.starter.option;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.ConsentText;
import io.fleetcanary.starter.show.TemporalCommand;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
      description =
          "of the plan you looked at; another plan is a conflict. Without it approve shows the"
              + " current one and asks; reject takes it")
  private @Nullable String digest;

  @Mixin private Person person = new Person();

  /** Sends it as {@code message} and returns the rollout's answer. */
  public String send(String message, Rollouts rollouts, Surroundings surroundings) {
    return rollouts.tell(rollout, message, fields(rollouts, surroundings));
  }

  /**
   * Sends a consent, signed where that is wanted, and returns the rollout's answer. A consent is to
   * a plan that the person has seen.
   *
   * @param typed the command as it was typed
   */
  public String consent(
      List<String> typed, Signing signing, Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = person.fields(surroundings);
    fields.put("gate", gate);
    fields.put("digest", digest == null ? seen(typed, fields, rollouts, surroundings) : digest);
    signing.sign(fields, () -> rollouts.status(rollout).rolloutId(), surroundings);
    return rollouts.tell(rollout, "approve", fields);
  }

  /** Takes a consent back, and returns the rollout's answer. */
  public String withdraw(Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = fields(rollouts, surroundings);
    fields.put("withdraw", "true");
    return rollouts.tell(rollout, "approve", fields);
  }

  /** Digest of the plan that is shown here, where somebody says yes to it. */
  private String seen(
      List<String> typed,
      SortedMap<String, String> consent,
      Rollouts rollouts,
      Surroundings surroundings) {
    FleetStatus status = rollouts.status(rollout);
    if (status.digest().isEmpty()) {
      throw new CommandException(
          ExitCode.CONFLICT,
          rollout.workflowId() + " has no plan yet that could be approved; nothing was sent",
          List.of("look at it: fleetcanary status " + rollout));
    }
    Terminal terminal = surroundings.terminal().orElseThrow(() -> unseen(typed, status));
    ConsentText.lines(status, consent).forEach(surroundings.err()::println);
    surroundings.err().flush();
    if (!terminal.agrees("go on past " + gate + "?")) {
      throw new CommandException(ExitCode.CONFLICT, "nothing was sent: nobody said yes", List.of());
    }
    return status.digest();
  }

  private CommandException unseen(List<String> typed, FleetStatus status) {
    String same =
        Stream.concat(typed.stream(), Stream.of("--digest", status.digest()))
            .map(TemporalCommand::quoted)
            .collect(Collectors.joining(" "));
    return new CommandException(
        ExitCode.REFUSED,
        "without a terminal --digest must say which plan is approved, got none; nothing was sent",
        List.of(
            "look at it: fleetcanary status " + rollout,
            "then, for that plan: fleetcanary " + same));
  }

  private SortedMap<String, String> fields(Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> fields = person.fields(surroundings);
    fields.put("gate", gate);
    fields.put("digest", digest == null ? rollouts.status(rollout).digest() : digest);
    return fields;
  }
}
