package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.docs.TestSources;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every block of {@code docs/start} is pasted by a test, or read by one where it is no command. */
class PagesTest {
  private static final List<String> PAGES = List.of("fleetcanary", "temporal", "tctl", "ui", "ci");

  /** Each checks what it {@link Pastes} when it runs. */
  private static final List<Class<?>> ON_SITE =
      List.of(
          RealBrowserTest.class,
          RealPipelineTest.class,
          RealRareWaysTest.class,
          RealToolsTest.class,
          RealUiTest.class,
          RealWaysTest.class);

  /** What is pasted without a site, by the test that does; the last three are read by a parser. */
  private static final TreeMap<String, String> ELSEWHERE =
      new TreeMap<>(
          Map.of(
              "fleetcanary init", "WritingPageTest.writesExplainsAndChecksASpec",
              "fleetcanary explain", "WritingPageTest.writesExplainsAndChecksASpec",
              "fleetcanary init-from", "EmbeddedBeginningTest.writesASpecThatIsValid",
              "ci jenkins", "PipelinesTest.isADeclarativePipelineOfJenkins",
              "ci tekton", "PipelinesTest.fitsTheSchema",
              "ci argo", "PipelinesTest.fitsTheSchema"));

  private static final Pattern FENCE = Pattern.compile("^```[a-z].*$", Pattern.MULTILINE);

  @Test
  void haveNoBlockThatNoTestPastes() {
    SortedSet<String> blocks = new TreeSet<>();
    for (String page : PAGES) {
      Page.of(page).blocks().keySet().forEach(block -> blocks.add(page + " " + block));
    }

    SortedSet<String> pasted = new TreeSet<>(ELSEWHERE.keySet());
    pasted.addAll(pastedOnSite());

    assertThat(blocks).hasSizeGreaterThan(70);
    assertThat(pasted).as("blocks that tests paste").isEqualTo(blocks);
  }

  /** One without a name would be seen by no test. */
  @Test
  void nameEveryBlock() {
    for (String page : PAGES) {
      long fences = FENCE.matcher(Page.text("docs/start/" + page + ".md")).results().count();

      assertThat(Page.of(page).blocks()).as(page).hasSize((int) fences);
    }
    assertThat(Page.text("docs/start/README.md")).doesNotContain("```");
  }

  @Test
  void nameTestsThatExist() {
    assertThat(TestSources.missing(new TreeSet<>(ELSEWHERE.values()))).isEmpty();
  }

  private static SortedSet<String> pastedOnSite() {
    SortedSet<String> pasted = new TreeSet<>();
    ON_SITE.stream()
        .flatMap(test -> Stream.of(test.getDeclaredMethods()))
        .forEach(method -> pasted.addAll(OnSite.pasted(method)));
    assertThat(pasted).isNotEmpty();
    return pasted;
  }
}
