package io.fleetcanary.lab.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.results.TestClassResult.TestResult;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Folds what Surefire has written of the classes that were played into what is known of all. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    description = "Keeps the last result of each class of tests.",
    exitCodeList = {"0:all passed", "1:some did not"})
public final class Results implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "where Surefire's TEST-*.xml are")
  private Path folder = Path.of("");

  @Parameters(paramLabel = "FILE", description = "what is known; made where it is missing")
  private Path file = Path.of("");

  @Option(names = "--since", description = "only files that are not older, Unix seconds")
  private long since;

  @Option(names = "--commit", description = "what was played")
  private String commit = "";

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Results()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<TestClassResult> played = new ArrayList<>();
    for (Path xml : files()) {
      played.add(TestClassResult.read(xml, commit));
    }
    SortedMap<String, Object> known = known();
    played.forEach(one -> known.put(one.name(), one));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", Report.describeMachine());
    all.put("classes", known.values());
    Report.write(all, file);
    List<TestResult> tests = played.stream().flatMap(one -> one.tests().stream()).toList();
    List<TestResult> bad = tests.stream().filter(one -> !one.passed()).toList();
    System.out.printf("%d of %d passed, see %s%n", tests.size() - bad.size(), tests.size(), file);
    bad.forEach(one -> System.out.println("  not: " + one.name()));
    return bad.isEmpty() ? 0 : 1;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().matches("TEST-.*[.]xml"))
          .filter(path -> !modified(path).isBefore(Instant.ofEpochSecond(since)))
          .sorted()
          .toList();
    }
  }

  private static Instant modified(Path path) {
    return Instant.ofEpochMilli(path.toFile().lastModified());
  }

  private SortedMap<String, Object> known() throws IOException {
    SortedMap<String, Object> known = new TreeMap<>();
    if (Files.exists(file)) {
      ObjectMapper mapper = Payloads.mapper();
      mapper
          .readTree(Files.readString(file))
          .path("classes")
          .forEach(one -> known.put(one.path("name").asText(), one));
    }
    return known;
  }
}
