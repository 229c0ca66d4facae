package io.fleetcanary.lab.embedded.prometheus;

import io.fleetcanary.lab.embedded.prometheus.Query.Aggregate;
import io.fleetcanary.lab.embedded.prometheus.Query.Latest;
import io.fleetcanary.lab.embedded.prometheus.Query.Range;
import io.fleetcanary.lab.embedded.prometheus.Query.Subquery;
import io.fleetcanary.lab.embedded.prometheus.Selector.Equal;
import io.fleetcanary.lab.embedded.prometheus.Selector.Matcher;
import io.fleetcanary.lab.embedded.prometheus.Selector.Matching;
import io.fleetcanary.lab.embedded.prometheus.Selector.Not;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the part of PromQL that this Prometheus knows, and refuses the rest. */
final class QueryParser {
  private static final Pattern SPACE = Pattern.compile("\\s*");
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern OPERATOR = Pattern.compile("=~|!~|!=|=");
  private static final Pattern STRING =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'|`([^`]*)`");
  private static final Pattern AGGREGATION = Pattern.compile("(?:avg|sum|max)(?=\\s*\\()");
  private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:ms|s|m|h|d))+");
  private static final Pattern DURATION_PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private final String text;
  private int at;

  private QueryParser(String text) {
    this.text = text;
  }

  /**
   * Reads a query.
   *
   * @throws BadQuery if it is not one that is known here
   */
  static Query parse(String text) {
    QueryParser parser = new QueryParser(text);
    Query query = parser.query();
    if (parser.at < text.length()) {
      throw parser.unexpected("end of query");
    }
    return query;
  }

  /** Why a query is refused. */
  static final class BadQuery extends RuntimeException {
    BadQuery(String message) {
      super(message);
    }
  }

  private Query query() {
    take(SPACE);
    Optional<String> function = take(AGGREGATION);
    if (function.isPresent()) {
      expect("(");
      Latest latest = next("(") ? fresh() : new Latest(selector(), SeriesStore.LOOK_BACK);
      expect(")");
      return new Aggregate(Query.Function.valueOf(function.get().toUpperCase(Locale.ROOT)), latest);
    }
    if (next("(")) {
      return fresh();
    }
    Selector selector = selector();
    if (!next("[")) {
      return new Latest(selector, SeriesStore.LOOK_BACK);
    }
    Duration range = duration();
    boolean stepped = next(":");
    Duration step = stepped ? duration() : Duration.ZERO;
    expect("]");
    return stepped ? new Subquery(selector, range, step) : new Range(selector, range);
  }

  /** {@code x and last_over_time(x[90s]))}: what has no sample of late is left out. */
  private Latest fresh() {
    int begin = at;
    Selector selector = selector();
    String written = text.substring(begin, at).strip();
    expect("and");
    expect("last_over_time");
    expect("(");
    expect(written);
    expect("[");
    Duration within = duration();
    expect("]");
    expect(")");
    expect(")");
    return new Latest(selector, within);
  }

  private Selector selector() {
    take(SPACE);
    List<Matcher> matchers = new ArrayList<>();
    take(METRIC).ifPresent(name -> matchers.add(new Equal(Selector.NAME, name)));
    take(SPACE);
    if (next("{")) {
      while (!next("}")) {
        matchers.add(matcher());
        if (!next(",")) {
          expect("}");
          break;
        }
      }
    }
    if (matchers.stream().allMatch(matcher -> matcher.accepts(""))) {
      throw new BadQuery("vector selector must contain at least one non-empty matcher");
    }
    return new Selector(matchers);
  }

  private Matcher matcher() {
    String label = take(LABEL).orElseThrow(() -> unexpected("label name"));
    take(SPACE);
    String operator = take(OPERATOR).orElseThrow(() -> unexpected("label matching operator"));
    take(SPACE);
    String value = string();
    take(SPACE);
    return switch (operator) {
      case "=" -> new Equal(label, value);
      case "!=" -> new Not(new Equal(label, value));
      case "=~" -> new Matching(label, whole(value));
      default -> new Not(new Matching(label, whole(value)));
    };
  }

  private static Pattern whole(String expression) {
    try {
      return Pattern.compile(expression, Pattern.DOTALL);
    } catch (PatternSyntaxException wrong) {
      throw new BadQuery("regular expression must be valid, got " + expression);
    }
  }

  private String string() {
    String quoted = take(STRING).orElseThrow(() -> unexpected("string"));
    String inner = quoted.substring(1, quoted.length() - 1);
    return quoted.startsWith("`") ? inner : unescape(inner);
  }

  private static String unescape(String inner) {
    StringBuilder value = new StringBuilder(inner.length());
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\') {
        i++;
        c = inner.charAt(i);
        value.append(c == 'n' ? '\n' : c == 't' ? '\t' : c);
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  private Duration duration() {
    take(SPACE);
    String written = take(DURATION).orElseThrow(() -> unexpected("duration"));
    take(SPACE);
    return DURATION_PART
        .matcher(written)
        .results()
        .map(part -> unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration unit(String name) {
    return Optional.ofNullable(UNITS.get(name)).orElseThrow();
  }

  private Optional<String> take(Pattern token) {
    java.util.regex.Matcher found = token.matcher(text).region(at, text.length());
    if (!found.lookingAt()) {
      return Optional.empty();
    }
    at = found.end();
    return Optional.of(found.group());
  }

  private boolean next(String sign) {
    take(SPACE);
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    take(SPACE);
    return true;
  }

  private void expect(String sign) {
    if (!next(sign)) {
      throw unexpected(sign);
    }
  }

  private BadQuery unexpected(String wanted) {
    String rest = at < text.length() ? text.substring(at) : "the end";
    return new BadQuery(
        "at character "
            + (at + 1)
            + " must be "
            + wanted
            + ", got "
            + rest
            + " (only selectors, selectors with a range or a range and a step, selectors with a"
            + " sample of late, and avg, sum and max of one selector are known here)");
  }
}
