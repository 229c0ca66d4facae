package io.fleetcanary.core.spec;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a preset file: lines, so that it can be read and written without a tool.
 *
 * <pre>
 * # a comment
 * about = vLLM, V1 engine
 * engines = vllm
 * images = vllm-openai, vllm
 * ports = 8000
 *
 * [errors]
 * bad = http_requests_total{$track,status="5xx"}
 * of = http_requests_total{$track}
 * max = 5%
 * worse = 10%
 * </pre>
 *
 * Each section is a metric; its fields are those of {@code analysis.metrics}. One with {@code sum}
 * or {@code label} is something that must be alike, with the fields of {@code analysis.alike};
 * {@code holds} lists sections, divided by commas.
 */
final class PresetText {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private static final List<String> HEAD = List.of("about", "engines", "images", "ports");

  private final String name;
  private final List<Problem> problems = new ArrayList<>();
  private final SequencedMap<String, String> head = new LinkedHashMap<>();
  private final List<SequencedMap<String, @Nullable Object>> metrics = new ArrayList<>();

  private PresetText(String name) {
    this.name = name;
  }

  static Checked<Preset> read(String name, String text) {
    PresetText reader = new PresetText(name);
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      reader.line(lines.get(i), i + 1);
    }
    List<RolloutSpec.Metric> read = new ArrayList<>();
    List<Likeness> alike = new ArrayList<>();
    reader.sections(read, alike);
    if (!reader.problems.isEmpty()) {
      return new Checked.Invalid<>(reader.problems);
    }
    return new Checked.Valid<>(
        new Preset(
            name,
            reader.head.getOrDefault("about", ""),
            reader.headWords("engines"),
            reader.headWords("images"),
            reader.headWords("ports"),
            read,
            alike,
            text));
  }

  private void line(String line, int number) {
    int equals = line.indexOf('=');
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("[") && line.endsWith("]")) {
      SequencedMap<String, @Nullable Object> metric = new LinkedHashMap<>();
      metric.put("name", name + "-" + line.substring(1, line.length() - 1).strip());
      metrics.add(metric);
    } else if (equals > 0) {
      field(line.substring(0, equals).strip(), line.substring(equals + 1).strip(), number);
    } else {
      refuse(number, "must be [metric], field = value or # comment, got " + line);
    }
  }

  private void field(String field, String value, int number) {
    Object before =
        metrics.isEmpty()
            ? head.put(field, value)
            : metrics.getLast().put(field, typed(field, value));
    if (before != null) {
      refuse(number, "must be written once, got " + field + " again");
    }
    if (metrics.isEmpty() && !HEAD.contains(field)) {
      refuse(
          number,
          "must be " + String.join(", ", HEAD) + " before the first [metric], got " + field);
    }
  }

  private void refuse(int number, String rule) {
    problems.add(new Problem("preset " + name + ", line " + number, rule, "see docs/presets.md"));
  }

  private void sections(List<RolloutSpec.Metric> read, List<Likeness> alike) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      String path = "preset " + name + ".metrics[" + i + "]";
      Value section = new Value(path, metrics.get(i), problems);
      if (metrics.get(i).containsKey("sum") || metrics.get(i).containsKey("label")) {
        Stream.ofNullable(AlikeReader.one(section, names)).forEach(alike::add);
      } else {
        Stream.ofNullable(MetricReader.read(section, names)).forEach(read::add);
      }
    }
  }

  private Object typed(String field, String value) {
    return field.equals("holds")
        ? words(value).stream().map(section -> name + "-" + section).toList()
        : typed(value);
  }

  private static Object typed(String value) {
    if (value.equals("true") || value.equals("false")) {
      return Boolean.valueOf(value);
    }
    return NUMBER.matcher(value).matches() ? Double.valueOf(value) : value;
  }

  private List<String> headWords(String field) {
    return words(head.getOrDefault(field, ""));
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }
}
