package io.fleetcanary.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sentence that a survey can give is made to come from a real API server. */
class SurveySentencesTest {
  private static final Path ACTIVITIES =
      Path.of("../activities/src/main/java/io/fleetcanary/activity");
  private static final Path CORE = Path.of("../core/src/main/java/io/fleetcanary/core");
  private static final Path CASES = Path.of("src/test/java/io/fleetcanary/lab/real");

  /** What surveys, and what words it borrows. */
  private static final List<String> SURVEY =
      List.of(
          "survey",
          "capacity",
          "analysis/MetricsPresence.java",
          "analysis/RecentRequests.java",
          "client/Unreachable.java",
          "traffic/RouteLimits.java",
          "traffic/RouteLook.java",
          "workload/CanaryLabels.java",
          "workload/Ownership.java");

  /** What a plan says of surveys, beside one another. */
  private static final List<String> PLAN = List.of("fleet/FleetSurvey.java", "plan/RoomRule.java");

  private static final Set<String> NOT_OF_A_SURVEY =
      Set.of(
          "service … has no ready endpoint", // while shifting
          "route … is gone", // likewise
          "no reason", // the API server insists on one
          "no message", // likewise
          "connection closed", // it comes like connection refused
          // what is looked for, not said
          "received no bytes|EOF|terminated the handshake|[Cc]onnection reset",
          "[Nn]o subject alternative|No name matching", // likewise
          "its certificate is not valid for its address", // UnreachableTest says it
          "must have a container to change", // the API server insists on one
          "cluster must be in this worker's fleet file, got");

  @Test
  void areAllProvokedOnARealApiServer() throws IOException {
    SortedMap<String, String> sentences = new TreeMap<>();
    for (String source : SURVEY) {
      sentences.putAll(Sentences.in(ACTIVITIES.resolve(source)));
    }
    for (String source : PLAN) {
      sentences.putAll(Sentences.in(CORE.resolve(source)));
    }
    String said = String.join("\n", said());

    assertThat(sentences).hasSizeGreaterThan(60);
    assertThat(sentences.entrySet())
        .as(
            "sentences of a survey that no case on a real API server makes it say, with their"
                + " source")
        .filteredOn(each -> !NOT_OF_A_SURVEY.contains(each.getKey()))
        .filteredOn(each -> !pattern(each.getKey()).matcher(said).find())
        .isEmpty();
  }

  private static Set<String> said() throws IOException {
    SortedMap<String, String> said = new TreeMap<>();
    for (String tests :
        List.of(
            "SurveyCases",
            "WorkloadCases",
            "RouteCases",
            "RealSurveyTest",
            "RealDataRulesTest",
            "RealRoutedRequestsTest",
            "RealPlanningTest",
            "RealClusterSurveyTest")) {
      said.putAll(Sentences.in(CASES.resolve(tests + ".java")));
    }
    return said.keySet();
  }

  /** A value may be anything, but for the end of the line. */
  private static Pattern pattern(String sentence) {
    return Pattern.compile(
        Stream.of(sentence.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
