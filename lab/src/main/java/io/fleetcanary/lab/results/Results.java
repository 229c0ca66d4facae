package io.fleetcanary.lab.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds what Surefire has written of the tests that were played to what is known of all. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    description = "Counts how often each test was played and passed, and keeps its last result.",
    exitCodeList = {"0:all passed", "1:some did not, or none was played"})
public final class Results implements Callable<Integer> {
  private static final ObjectMapper MAPPER = Payloads.mapper();

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
    SortedMap<String, SortedMap<String, TestRecord>> known = known();
    int played = 0;
    int passed = 0;
    for (Path xml : files()) {
      Surefire type = Surefire.read(xml, commit);
      SortedMap<String, TestRecord> tests =
          known.computeIfAbsent(type.name(), name -> new TreeMap<>());
      for (Map.Entry<String, TestRecord.Result> test : type.tests().entrySet()) {
        add(tests, test.getKey(), test.getValue());
        played++;
        passed += test.getValue().passed() ? 1 : 0;
        if (!test.getValue().passed()) {
          System.out.printf("  not: %s.%s%n", type.name(), test.getKey());
        }
      }
    }
    write(known);
    System.out.printf("%d of %d passed, see %s%n", passed, played, file);
    return played > 0 && passed == played ? 0 : 1;
  }

  private static void add(
      SortedMap<String, TestRecord> tests, String name, TestRecord.Result result) {
    TestRecord.next(Optional.ofNullable(tests.get(name)), name, result)
        .ifPresent(next -> tests.put(name, next));
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

  private SortedMap<String, SortedMap<String, TestRecord>> known() throws IOException {
    SortedMap<String, SortedMap<String, TestRecord>> known = new TreeMap<>();
    if (Files.exists(file)) {
      for (JsonNode type : MAPPER.readTree(Files.readString(file)).path("classes")) {
        SortedMap<String, TestRecord> tests = new TreeMap<>();
        for (JsonNode test : type.path("tests")) {
          TestRecord read = MAPPER.treeToValue(test, TestRecord.class);
          tests.put(read.name(), read);
        }
        known.put(type.path("name").asText(), tests);
      }
    }
    return known;
  }

  private void write(SortedMap<String, SortedMap<String, TestRecord>> known) {
    List<Map<String, Object>> classes =
        known.entrySet().stream()
            .map(
                type -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("name", type.getKey());
                  one.put("tests", type.getValue().values());
                  return one;
                })
            .toList();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", Report.describeMachine());
    all.put("classes", classes);
    Report.write(all, file);
  }
}
