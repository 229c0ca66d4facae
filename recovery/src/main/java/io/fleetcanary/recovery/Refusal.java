package io.fleetcanary.recovery;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.client.Refused;
import io.fleetcanary.activity.client.Unreachable;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import java.util.List;

/** What an API server did not do, for people at a terminal. */
final class Refusal {
  private Refusal() {}

  /**
   * Why it did not, and what to do.
   *
   * @param otherwise what to do when it is neither the way there nor a right
   */
  static CommandException explained(
      KubernetesClientException failure, KubernetesClient client, String otherwise) {
    RuntimeException known = Unreachable.orElse(failure, client);
    if (known instanceof Unreachable) {
      return new CommandException(
          ExitCode.UNREACHABLE,
          String.valueOf(known.getMessage()),
          List.of("check --kubeconfig and --context, and the way to the cluster"),
          failure);
    }
    RuntimeException why = Refused.orElse(failure);
    boolean forbidden = why instanceof Refused || failure.getCode() == 403;
    return new CommandException(
        forbidden ? ExitCode.FORBIDDEN : ExitCode.UNEXPECTED,
        String.valueOf(why.getMessage()),
        List.of(forbidden ? "the rights that are needed are in docs/rights.yaml" : otherwise),
        failure);
  }
}
