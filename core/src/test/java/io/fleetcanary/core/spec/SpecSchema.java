package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an editor says about a spec, by a validator that is not ours. */
final class SpecSchema {
  /** What one place alone cannot tell, so that the reader is stricter than any schema. */
  private static final Pattern NEEDS_THE_WHOLE =
      Pattern.compile(
          ".*: (must be above the step before|must be unique|must come before"
              + "|must be in exactly one wave|must be the histogram itself"
              + "|must not be the canary's own name|must be below max|must have at most"
              + "|must be above every metric's own worse|must be left out, no metric is compared"
              + "|must add up to"
              + "|must be a duration .*, got \"(P|[0-9]).*\"|must be a percentage .*, got \"[0-9].*%\""
              + ").*");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SPEC = of(SpecForm.schema());

  private SpecSchema() {}

  static Schema of(Object schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(json(schema));
  }

  /** What is wrong with a value, nothing when it fits. */
  static List<String> refusals(Schema schema, @Nullable Object value) {
    return schema.validate(json(value), InputFormat.JSON).stream().map(Error::toString).toList();
  }

  /**
   * Sees that editor and reader say the same of a spec: nothing that is valid is refused, and what
   * is not is accepted only where it takes more than one place to see it.
   *
   * @param problems that the reader has with it
   */
  static void agreesWith(List<String> problems, @Nullable Object tree) {
    List<String> refusals = refusals(SPEC, tree);
    if (problems.isEmpty()) {
      assertThat(refusals).as("refused by the schema: %s", tree).isEmpty();
    } else if (refusals.isEmpty()) {
      assertThat(problems).as("accepted by the schema: %s", tree).allMatch(SpecSchema::needsMore);
    }
  }

  private static boolean needsMore(String problem) {
    return NEEDS_THE_WHOLE.matcher(problem).matches();
  }

  private static String json(@Nullable Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }
}
