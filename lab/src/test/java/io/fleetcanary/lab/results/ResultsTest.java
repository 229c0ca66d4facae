package io.fleetcanary.lab.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResultsTest {
  private static final String PASSED = "<testcase name=\"%s\" time=\"1.5\"/>";
  private static final String FAILED =
      "<testcase name=\"%s\" time=\"2\"><failure>no</failure></testcase>";

  @TempDir private Path folder;

  @Test
  void countsHowOftenEachTestWasPlayedAndPassed() throws IOException {
    surefire("RoutesTest", PASSED.formatted("a") + PASSED.formatted("b"));
    assertThat(fold("--commit", "c1")).isZero();
    surefire("RoutesTest", FAILED.formatted("a"));
    assertThat(fold("--commit", "c2")).isEqualTo(1);
    surefire("RoutesTest", PASSED.formatted("a"));
    assertThat(fold("--commit", "c3")).isZero();

    JsonNode tests = classes().get(0).get("tests");
    assertThat(tests.findValuesAsText("name")).containsExactly("a", "b");
    assertThat(tests.findValuesAsText("played")).containsExactly("3", "1");
    assertThat(tests.findValuesAsText("passed")).containsExactly("2", "1");
    assertThat(tests.findValuesAsText("inARow")).containsExactly("1", "1");
    assertThat(tests.findValuesAsText("commit")).containsExactly("c3", "c1");
  }

  @Test
  void keepsWhatIsKnownOfOtherClasses() throws IOException {
    surefire("RoutesTest", PASSED.formatted("a"));
    fold();
    Files.delete(folder.resolve("TEST-io.fleetcanary.RoutesTest.xml"));
    surefire("QueuesTest", FAILED.formatted("b"));
    fold();

    assertThat(classes().findValuesAsText("name"))
        .containsExactly("QueuesTest", "b", "RoutesTest", "a");
    assertThat(classes().findValuesAsText("outcome")).containsExactly("failed", "passed");
  }

  @Test
  void doesNotCountWhatWasSkipped() throws IOException {
    surefire("RoutesTest", "<testcase name=\"a\" time=\"0\"><skipped/></testcase>");

    assertThat(fold()).as("that is no pass").isEqualTo(1);
    assertThat(classes().get(0).get("tests")).isEmpty();
  }

  @Test
  void leavesOutWhatIsOlder() throws IOException {
    surefire("RoutesTest", FAILED.formatted("a"));

    assertThat(fold("--since", Long.toString(System.currentTimeMillis() / 1000 + 60)))
        .as("a round in which nothing was played has not passed")
        .isEqualTo(1);

    assertThat(classes()).isEmpty();
  }

  private JsonNode classes() throws IOException {
    return Payloads.mapper().readTree(file().toFile()).get("classes");
  }

  private void surefire(String type, String cases) throws IOException {
    Files.writeString(
        folder.resolve("TEST-io.fleetcanary." + type + ".xml"),
        "<testsuite name=\"io.fleetcanary." + type + "\">" + cases + "</testsuite>");
  }

  private int fold(String... options) {
    CommandLine line = new CommandLine(new Results());
    String[] all = new String[options.length + 2];
    all[0] = folder.toString();
    all[1] = file().toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return line.execute(all);
  }

  private Path file() {
    return folder.resolve("scenes.json");
  }
}
