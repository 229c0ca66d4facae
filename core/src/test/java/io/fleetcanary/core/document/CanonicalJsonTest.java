package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void sortsKeysAndLeavesNoSpaces() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("b", Arrays.asList(1, 2.5, true, null, "x"));
    tree.put("a", Map.of());
    tree.put("B", List.of());

    assertThat(CanonicalJson.write(tree))
        .isEqualTo("{\"B\":[],\"a\":{},\"b\":[1,2.5,true,null,\"x\"]}");
  }

  @Test
  void escapesWhatJsonMustAndNothingElse() {
    assertThat(CanonicalJson.write("\"\\/\b\t\n\f\r\u0001é😀\ud800"))
        .isEqualTo("\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001é😀\\ud800\"");
  }

  @Test
  void digestsLikeAnybodyElse() {
    // printf '{"a":1}' | sha256sum
    assertThat(CanonicalJson.digest(Map.of("a", 1)))
        .isEqualTo("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
  }

  @Test
  void countsBytesNotLetters() {
    assertThat(CanonicalJson.size("é😀")).isEqualTo(2 + 2 + 4);
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(new Object()));
  }

  @Test
  void isTheSameWhateverTheOrderOfKeys() {
    Random random = new Random(6);
    for (int run = 0; run < 300; run++) {
      Object tree = tree(random, 3);

      assertThat(CanonicalJson.write(shuffled(tree, random))).isEqualTo(CanonicalJson.write(tree));
    }
  }

  @Test
  void isReadBackAsTheSameTree() throws JsonProcessingException {
    Random random = new Random(7);
    for (int run = 0; run < 300; run++) {
      Object tree = tree(random, 3);

      assertThat(MAPPER.readTree(CanonicalJson.write(tree)))
          .isEqualTo(MAPPER.readTree(MAPPER.writeValueAsString(tree)));
    }
  }

  private static @Nullable Object tree(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextDouble();
      case 2 -> BigDecimal.valueOf(random.nextInt(100_000), 3);
      case 3 -> text(random);
      case 4 -> random.nextBoolean() ? null : random.nextBoolean();
      case 5, 6 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int item = random.nextInt(4); item > 0; item--) {
          list.add(tree(random, depth - 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int field = random.nextInt(6); field > 0; field--) {
          map.put(text(random), tree(random, depth - 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int letter = random.nextInt(6); letter > 0; letter--) {
      text.appendCodePoint("aB\"\\\n\u0002é😀_9".codePoints().toArray()[random.nextInt(10)]);
    }
    return text.toString();
  }

  private static @Nullable Object shuffled(@Nullable Object tree, Random random) {
    if (tree instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(shuffled(item, random)));
      return items;
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    List<Object> keys = new ArrayList<>(map.keySet());
    Collections.shuffle(keys, random);
    Map<Object, @Nullable Object> fields = new LinkedHashMap<>();
    keys.forEach(key -> fields.put(key, shuffled(map.get(key), random)));
    return fields;
  }
}
