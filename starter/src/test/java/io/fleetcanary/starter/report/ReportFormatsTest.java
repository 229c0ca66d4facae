package io.fleetcanary.starter.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.report.ReportHtml;
import io.fleetcanary.report.ReportJson;
import io.fleetcanary.report.ReportJunit;
import io.fleetcanary.report.ReportMarkdown;
import io.fleetcanary.report.RolloutReport;
import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.show.Yaml;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportFormatsTest {
  @Test
  void isAPage() {
    String page = ReportHtml.of(Reports.small());

    assertThat(page).isEqualTo(CommandLineFixture.golden("report.html", page));
  }

  @Test
  void isMarkdown() {
    String text = String.join("\n", ReportMarkdown.lines(Reports.small())) + "\n";

    assertThat(text).isEqualTo(CommandLineFixture.golden("report.md", text));
  }

  /** GitHub looks for names and numbers after Markdown has taken backslashes away. */
  @Test
  void callsNobodyAndLinksNoIssueInAComment() {
    String text = String.join("\n", ReportMarkdown.lines(Reports.small())).replace("\\", "");

    assertThat(text)
        .contains("bob", "12")
        .doesNotContainPattern("@\\w")
        .doesNotContainPattern("#\\d");
  }

  @Test
  void isJson() {
    String json = ReportJson.of(Reports.small()) + "\n";

    assertThat(json).isEqualTo(CommandLineFixture.golden("report.json", json));
  }

  @Test
  void isYaml() {
    String yaml = Yaml.document("Report", Reports.small()) + "\n";

    assertThat(yaml).isEqualTo(CommandLineFixture.golden("report.yaml", yaml));
  }

  @Test
  void isWhatEveryPipelineReads() throws Exception {
    String junit = ReportJunit.of(Reports.small());

    assertThat(junit).isEqualTo(CommandLineFixture.golden("report.xml", junit));
    assertThat(parsed(junit).getElementsByTagName("failure").getLength()).isEqualTo(4);
  }

  /** A refused one has no clusters, an aborted one may have none that was touched. */
  @ParameterizedTest
  @CsvSource({
    "REFUSED, failure, refused: service: must be given",
    "ABORTED, failure, aborted: service: must be given",
    "PARTLY_PROMOTED, failure, partly promoted: service: must be given",
    "WAITING_FOR_APPROVAL, skipped, waiting for approval: service: must be given",
    "RETURNING, skipped, returning: service: must be given"
  })
  void tellsAPipelineHowTheRolloutEnded(FleetPhase phase, String element, String message)
      throws Exception {
    String junit = ReportJunit.of(Reports.withoutClusters(phase, "service: must be given"));

    NodeList said = parsed(junit).getElementsByTagName(element);
    assertThat(said.getLength()).as(junit).isEqualTo(1);
    assertThat(((Element) said.item(0)).getAttribute("message")).isEqualTo(message);
    assertThat(((Element) said.item(0).getParentNode()).getAttribute("name")).isEqualTo("rollout");
  }

  @Test
  void partsTheProblemsOfARefusedOne() throws Exception {
    RolloutReport refused =
        Reports.withoutClusters(FleetPhase.REFUSED, "service: must be given\nwaves: must be given");

    String all = "service: must be given; waves: must be given";
    assertThat(String.join("\n", ReportMarkdown.lines(refused))).contains("**Why:** " + all);
    assertThat(ReportHtml.of(refused)).contains(all);
    Element failure =
        (Element) parsed(ReportJunit.of(refused)).getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("refused: " + all);
  }

  @Test
  void tellsAPipelineThatTheRolloutWasCutOff() throws Exception {
    Document junit =
        parsed(
            ReportJunit.of(
                Reports.withoutClusters(
                    FleetPhase.BAKING, "", Optional.of(Samples.NOW), "terminated")));

    Element failure = (Element) junit.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("terminated while it was baking");
  }

  @Test
  void tellsAPipelineThatTheRolloutWasPromoted() throws Exception {
    Document junit =
        parsed(ReportJunit.of(Reports.withoutClusters(FleetPhase.PROMOTED, "serves in 3 of 3")));

    assertThat(junit.getElementsByTagName("testcase").getLength()).isEqualTo(1);
    assertThat(junit.getElementsByTagName("failure").getLength()).isZero();
    assertThat(junit.getElementsByTagName("skipped").getLength()).isZero();
    assertThat(junit.getElementsByTagName("system-out").item(0).getTextContent())
        .isEqualTo("promoted: serves in 3 of 3");
  }

  /** Markup in what people typed stays text; nothing is asked of anybody. */
  @Test
  void isAWellFormedPageThatNeedsNothingElse() throws Exception {
    String page = ReportHtml.of(Reports.small());

    Document document = parsed(page);
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.getTagName()).isNotIn("script", "link", "img", "iframe", "object", "b");
      assertThat(element.hasAttribute("src") || element.hasAttribute("href")).isFalse();
    }
    assertThat(page).doesNotContain("http:", "https:", "url(", "@import", "\u0007");
    // weight, bad requests, and two metrics in two clusters
    assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(6);
  }

  /** What failed is seen first, both arms and the limits over all of its steps. */
  @Test
  void drawsTheCanaryAgainstStableForEachMetricAndCluster() throws Exception {
    Element first = (Element) plots(ReportHtml.of(Reports.small())).item(0);

    assertThat(first.getAttribute("aria-label"))
        .isEqualTo("eu-2 errors, fail, canary and stable over time");
    assertThat(texts(first)).contains("5 %", "25 %", "limit 2 %, stable + 10 %", "1m", "11m");
    assertThat(looks(first))
        .containsExactly("limit", "limit", "stable", "canary", "stable", "canary");
  }

  private static NodeList plots(String page) throws Exception {
    NodeList divisions = parsed(page).getElementsByTagName("div");
    assertThat(divisions.getLength()).isEqualTo(1);
    return ((Element) divisions.item(0)).getElementsByTagName("svg");
  }

  private static List<String> texts(Element plot) {
    NodeList texts = plot.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  private static List<String> looks(Element plot) {
    NodeList paths = plot.getElementsByTagName("path");
    return IntStream.range(0, paths.getLength())
        .mapToObj(i -> ((Element) paths.item(i)).getAttribute("class"))
        .toList();
  }

  @Test
  void staysSmallWithAThousandClusters() throws Exception {
    String page = ReportHtml.of(Reports.large(1000));

    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(300_000);
    assertThat(plots(page).getLength()).isBetween(5, 24);
    // a line for each of 24 clusters, and one for the whole fleet; each plot has 12
    assertThat(parsed(page).getElementsByTagName("path").getLength() % 12).isEqualTo(1);
    assertThat(page).contains("more: fleetcanary report -o json");
    assertThat(String.join("\n", ReportMarkdown.lines(Reports.large(1000))).length())
        .isLessThan(65_536);
  }

  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }
}
