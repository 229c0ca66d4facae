package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorsTest {
  private static final Map<String, String> POD = Map.of("app", "chat", "tier", "gpu");

  static List<Arguments> selectors() {
    return List.of(
        Arguments.of(new LabelSelector(), true),
        Arguments.of(rule("app", "In", "chat", "embed"), true),
        Arguments.of(rule("app", "In", "embed"), false),
        Arguments.of(rule("zone", "In", "a"), false),
        Arguments.of(rule("app", "NotIn", "embed"), true),
        Arguments.of(rule("app", "NotIn", "chat"), false),
        Arguments.of(rule("zone", "NotIn", "a"), true),
        Arguments.of(rule("app", "Exists"), true),
        Arguments.of(rule("zone", "Exists"), false),
        Arguments.of(rule("app", "DoesNotExist"), false),
        Arguments.of(rule("zone", "DoesNotExist"), true),
        Arguments.of(
            new LabelSelectorBuilder(rule("app", "Exists")).addToMatchLabels("tier", "cpu").build(),
            false));
  }

  @ParameterizedTest
  @MethodSource("selectors")
  void catchesAsKubernetesDoes(LabelSelector selector, boolean caught) {
    assertThat(Selectors.catches(selector, POD)).isEqualTo(caught);
  }

  @Test
  void catchesNothingWithTheEmptySelectorOfAService() {
    assertThat(Selectors.catches(Map.of(), POD)).isFalse();
    assertThat(Selectors.catches(Map.of("app", "chat"), POD)).isTrue();
    assertThat(Selectors.catches(Map.of("app", "chat", "zone", "a"), POD)).isFalse();
  }

  @Test
  void refusesAnOperatorItDoesNotKnow() {
    assertThatThrownBy(() -> Selectors.catches(rule("app", "Gt", "1"), POD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "operator of a label selector must be In, NotIn, Exists or DoesNotExist, got Gt");
  }

  private static LabelSelector rule(String key, String operator, String... values) {
    return new LabelSelectorBuilder()
        .addNewMatchExpression()
        .withKey(key)
        .withOperator(operator)
        .withValues(values)
        .endMatchExpression()
        .build();
  }
}
