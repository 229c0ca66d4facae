package io.fleetcanary.worker.file;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.core.policy.PolicyReader;
import java.nio.file.Path;

/** Reads the policy of a worker from its file. */
public final class PolicyFile {
  private PolicyFile() {}

  /**
   * The whole policy.
   *
   * @throws InvalidConfigurationException with every problem, when there is any
   */
  public static Policy read(Path file) {
    return switch (PolicyReader.read(new YamlFile(file).fields())) {
      case Checked.Valid<Policy> valid -> valid.value();
      case Checked.Invalid<Policy> invalid ->
          throw new InvalidConfigurationException(
              file.toString(), invalid.problems().stream().map(Problem::toString).toList());
    };
  }
}
