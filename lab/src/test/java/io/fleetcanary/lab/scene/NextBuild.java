package io.fleetcanary.lab.scene;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The product as its next build could be: one wire record has a field more, and clusters make one
 * call more once they are claimed, where a rollout has not come past that on an older build.
 */
final class NextBuild {
  /** What its worker logs whenever the added activity is called. */
  static final String GREETING = "the next build greets";

  private static final String MAIN = "src/main/java/io/fleetcanary";
  private static final Path WORKFLOWS = Path.of("..", "workflows", MAIN, "workflow");
  private static final Path ACTIVITIES = Path.of("..", "activities", MAIN, "activity");

  private final Path folder;
  private final List<Path> changed = new ArrayList<>();

  private NextBuild(Path folder) {
    this.folder = folder;
  }

  /** Compiles it; returns the class path of its worker. */
  static String classPath(Path folder) {
    NextBuild build = new NextBuild(folder);
    build.addActivity();
    build.addField();
    return build.compile() + File.pathSeparator + System.getProperty("java.class.path");
  }

  private void addActivity() {
    change(
        WORKFLOWS.resolve("WorkloadActivities.java"),
        "  @ActivityMethod(name = \"claim\")",
        "  @ActivityMethod(name = \"greet\") void greet(ClusterPlan plan);\n");
    change(
        ACTIVITIES.resolve("rollout/KubernetesWorkloads.java"),
        "  @Override\n  public Progress claim(ClusterPlan plan) {",
        """
          @Override
          public void greet(ClusterPlan plan) {
            System.out.println("%s " + plan.cluster().name());
          }
        """
            .formatted(GREETING));
    change(
        WORKFLOWS.resolve("cluster/Trial.java"),
        "    insistOn(progress);\n  }\n\n  /**\n   * One instruction",
        """
            if (Workflow.getVersion("greet", Workflow.DEFAULT_VERSION, 1) == 1) {
              Stubs.workloads(plan, "greet " + cluster).greet(plan);
            }
        """);
  }

  private void addField() {
    Path contract = folder.resolve("WorkloadActivities.java");
    replace(
        contract,
        """
              @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> asked) {
        """,
        """
              @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> asked,
              Optional<String> note) {
            public CanaryScale(
                ClusterPlan plan, int step, TrafficWeight weight, Optional<Instant> asked) {
              this(plan, step, weight, asked, Optional.of("of the next build"));
            }

        """);
  }

  /** Puts code before a place in a source file. */
  private void change(Path source, String place, String before) {
    Path copy = folder.resolve(source.getFileName());
    write(copy, read(source));
    replace(copy, place, before + place);
    changed.add(copy);
  }

  private static void replace(Path source, String place, String with) {
    String text = read(source);
    if (text.indexOf(place) < 0 || text.indexOf(place) != text.lastIndexOf(place)) {
      throw new IllegalStateException("%s must have this once: %s".formatted(source, place));
    }
    write(source, text.replace(place, with));
  }

  private Path compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = folder.resolve("classes");
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Files.createDirectories(classes);
      List<String> options = List.of("-parameters", "-proc:none", "-d", classes.toString());
      if (!compiler
          .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(changed))
          .call()) {
        throw new IllegalStateException("the next build must compile, got " + said);
      }
      return classes;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
