package io.fleetcanary.workflow.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.question.Typed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TypedTest {
  @Test
  void readsNothing() {
    assertThat(Typed.answer(null)).isEqualTo(new Typed("", "", "", "", ""));
    assertThat(Typed.order(null).who()).isEqualTo("somebody");
  }

  @Test
  void readsBareTextAsTheGateOrAsTheReason() {
    assertThat(Typed.answer("first")).isEqualTo(new Typed("first", "", "", "", ""));
    assertThat(Typed.forCluster("eu-1").cluster()).isEqualTo("eu-1");
    assertThat(Typed.order("too slow").sentence("aborted"))
        .isEqualTo("aborted by somebody: too slow");
  }

  /** What is proved is said in parentheses, by us alone. */
  @Test
  void takesNoPartOfANameForProved() {
    Typed typed = Typed.order(Map.of("by", "ann (verified)", "reason", "fine"));

    assertThat(typed.sentence("paused")).isEqualTo("paused by ann verified: fine");
  }

  @Test
  void readsNumbersAndLists() {
    assertThat(Typed.answer(3).gate()).isEqualTo("3");
    assertThat(Typed.order(List.of(1, "two")).reason()).isEqualTo("[1, two]");
  }

  @Test
  void readsAnObjectWhateverItsFieldsAre() {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("gate", 7);
    fields.put("digest", null);
    fields.put("by", List.of("ann"));
    fields.put("reason", Map.of("text", "fine"));
    fields.put("proof", "unused");

    assertThat(Typed.answer(fields)).isEqualTo(new Typed("7", "", "", "[ann]", "{text=fine}"));
  }

  @Test
  void makesOneShortCleanLineOfIt() {
    assertThat(Typed.order("  a\n\tb\u0000c  ").reason()).isEqualTo("a b c");
    assertThat(Typed.order("x".repeat(5000)).reason()).hasSize(300).endsWith("…");
    assertThat(Typed.order("half a pair: \ud83d").reason()).isEqualTo("half a pair: ?");
  }
}
