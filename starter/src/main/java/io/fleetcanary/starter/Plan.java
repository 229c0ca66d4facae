package io.fleetcanary.starter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.forecast.Detection;
import io.fleetcanary.core.forecast.Forecast;
import io.fleetcanary.core.forecast.RoutedPart;
import io.fleetcanary.core.forecast.ShortBake;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Asker;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.DetectionText;
import io.fleetcanary.starter.show.ForecastText;
import io.fleetcanary.starter.show.PlanJson;
import io.fleetcanary.starter.show.PlanText;
import io.fleetcanary.starter.spec.SpecFile;
import io.fleetcanary.workflow.preview.RolloutPlanPreview;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a rollout would do. */
@Command(
    name = "plan",
    description = "looks at every cluster and shows what would happen; writes nothing")
final class Plan implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "a spec, YAML or JSON; - for standard input")
  private Path file = Path.of("-");

  @Option(names = "--again", description = "even if the revision has failed before")
  private boolean again;

  @Mixin private Asker asker = new Asker();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  Plan(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    SpecFile written = SpecFile.require(file, surroundings);
    SpecFile spec = (again ? written.again() : written).askedBy(asker, surroundings);
    try (Rollouts rollouts = server.connect(surroundings)) {
      return switch (rollouts.preview(spec.rollout(), spec.tree())) {
        case RolloutPlanPreview.Planned planned -> {
          show(planned, warnings(spec, planned));
          yield ExitCode.DONE.code();
        }
        case RolloutPlanPreview.Refused refused -> {
          refuse(refused.problems());
          yield ExitCode.REFUSED.code();
        }
      };
    }
  }

  private static List<String> warnings(SpecFile spec, RolloutPlanPreview.Planned planned) {
    List<Detection> detects = Detection.of(planned.plan(), planned.seen());
    return Stream.of(
            new DetectionText(detects).warnings().stream(),
            ShortBake.of(planned.plan(), planned.seen()).stream().map(ShortBake::sentence),
            RoutedPart.of(planned.plan(), planned.seen()).stream().map(RoutedPart::sentence),
            planned.warnings().stream(),
            spec.cautions().stream().map(Problem::toString))
        .flatMap(all -> all)
        .toList();
  }

  private void show(RolloutPlanPreview.Planned preview, List<String> warnings) {
    Forecast forecast = Forecast.of(preview.plan(), preview.seen());
    List<Detection> detects = Detection.of(preview.plan(), preview.seen());
    List<String> lines = new ArrayList<>(new PlanText(preview.plan()).lines());
    lines.addAll(new ForecastText(forecast, preview.seen()).lines());
    lines.addAll(new DetectionText(detects).lines());
    warnings.forEach(warning -> lines.add("warning: " + warning));
    ObjectNode tree = PlanJson.of(preview.plan(), preview.seen(), warnings);
    output.answer(surroundings, "Plan", tree, lines);
  }

  private void refuse(List<String> problems) {
    output.answer(surroundings, "Refusal", new Refused(problems), problems);
  }

  private record Refused(List<String> problems) {}
}
