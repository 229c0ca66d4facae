package io.fleetcanary.starter.begin;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.spec.SpecFile;
import io.fleetcanary.starter.spec.SpecSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a spec to begin with. */
@Command(
    name = "init",
    description = "writes a spec to begin with, or that of a service which lives in a cluster")
public final class Init implements Callable<Integer> {
  private static final Pattern DEPLOYMENT =
      Pattern.compile("deploy(?:ments?)?(?:\\.apps)?/(?<name>[^/]+)");

  private static final Draft EXAMPLE =
      new Draft(
          "chat",
          "inference",
          "chat",
          "eu-1",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Presets.named("vllm"),
          List.of("An example: service, namespace, image and clusters are to be changed."));

  private final Surroundings surroundings;
  private final Function<Origin, Draft> look;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "default: rollout.yaml")
  private Path file = Path.of("rollout.yaml");

  @Option(
      names = "--from",
      paramLabel = "deployment/NAME",
      description = "looks at this one, its Service and its HTTPRoute")
  private String from = "";

  @Option(
      names = {"-n", "--namespace"},
      description = "where it is (default: ${DEFAULT-VALUE})")
  private String namespace = "default";

  @Option(names = "--context", description = "in which cluster, a context of the kubeconfig")
  private String context = "";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "default: $KUBECONFIG, else ~/.kube/config")
  private String kubeconfig = "";

  @Option(
      names = "--schema",
      paramLabel = "URL",
      description = "where editors find the schema; without it one is written beside the spec")
  private String schema = "";

  @Option(names = "--force", description = "writes over files that are there")
  private boolean force;

  @Mixin private Output output = new Output();

  /**
   * One run of it.
   *
   * @param look at what serves in a cluster
   */
  public Init(Surroundings surroundings, Function<Origin, Draft> look) {
    this.surroundings = surroundings;
    this.look = look;
  }

  /** What a process without a Kubernetes client says instead of looking. */
  public static CommandException cannotLook(Origin origin) {
    return new CommandException(
        ExitCode.REFUSED,
        "--from needs a Kubernetes client, which this program comes without",
        List.of("in a checkout: ./fleetcanary init --from deployment/" + origin.workload()));
  }

  @Override
  public Integer call() throws IOException {
    refuseIfThere();
    boolean beside = schema.isEmpty();
    String text = DraftText.of(draft(), beside ? "./" + SchemaFile.NAME : schema);
    SpecSource source = valid(text);
    Files.writeString(file, text, StandardCharsets.UTF_8);
    PrintWriter err = surroundings.err();
    if (beside) {
      SchemaFile.write(file, force).ifPresent(err::println);
    }
    output.answer(surroundings, "Written", new Written(file.toString()), List.of("wrote " + file));
    source.cautions().forEach(caution -> err.println(caution.warning()));
    err.println("next: put in what is new, then fleetcanary validate " + file);
    err.flush();
    return ExitCode.DONE.code();
  }

  private void refuseIfThere() {
    if (Files.exists(file) && !force) {
      throw new CommandException(
          ExitCode.CONFLICT,
          file + " is there already; nothing was written",
          List.of("name another file, or write over it with --force"));
    }
  }

  private Draft draft() {
    if (from.isEmpty()) {
      return EXAMPLE;
    }
    Matcher deployment = DEPLOYMENT.matcher(from);
    if (!deployment.matches()) {
      throw new CommandException(
          ExitCode.REFUSED,
          "--from must be deployment/<name>, other kinds are not built yet, got " + from,
          List.of());
    }
    if (context.isEmpty()) {
      throw new CommandException(
          ExitCode.REFUSED, "--from needs --context, the cluster to look at", List.of());
    }
    return look.apply(
        new Origin(deployment.group("name"), namespace, context, kubeconfig, surroundings));
  }

  /** What lives in a cluster may have names that no rollout can work with. */
  private SpecSource valid(String text) {
    SpecSource source = SpecSource.of(file, text);
    return switch (source.checked()) {
      case Checked.Valid<SpecFile> valid -> source;
      case Checked.Invalid<SpecFile> invalid ->
          throw new CommandException(
              ExitCode.REFUSED,
              from + " cannot be released as it is; nothing was written",
              invalid.problems().stream().map(Object::toString).toList());
    };
  }

  private record Written(String file) {}
}
