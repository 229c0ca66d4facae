package io.fleetcanary.starter.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.series.MetricSeries.Point;
import io.fleetcanary.report.ReportJson;
import io.fleetcanary.report.RolloutReport;
import io.fleetcanary.starter.CommandLineFixture;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code schema/report.v1.json} is what reports are. */
class ReportSchemaTest {
  private static final Path FILE = Path.of("../schema/report.v1.json");

  @ParameterizedTest
  @ValueSource(strings = {"report.json", "report-journal.json"})
  void takesReports(String golden) throws IOException {
    assertThat(schema().validate(CommandLineFixture.golden(golden), InputFormat.JSON)).isEmpty();
  }

  @Test
  void takesAReportOfAThousandClusters() throws IOException {
    String report = ReportJson.of(Reports.large(1000));

    assertThat(schema().validate(report, InputFormat.JSON)).isEmpty();
  }

  @Test
  void refusesWhatIsNone() throws IOException {
    String report = CommandLineFixture.golden("report.json");

    assertThat(schema().validate(report.replace("ROLLED_BACK", "ROLLED_BAK"), InputFormat.JSON))
        .isNotEmpty();
    assertThat(schema().validate(report.replace("\"closing\"", "\"closed\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void describesEveryField() throws IOException {
    SortedSet<String> fields = new TreeSet<>();
    fields(RolloutReport.class, fields);
    SortedSet<String> described = new TreeSet<>();
    described(new ObjectMapper().readTree(Files.readString(FILE)), described);

    assertThat(fields).hasSizeGreaterThan(30);
    assertThat(described).containsAll(fields);
  }

  private static void fields(Class<?> type, SortedSet<String> fields) {
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        fields.add(component.getName());
        types(component.getGenericType()).forEach(each -> fields(each, fields));
      }
    }
  }

  private static List<Class<?>> types(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Arrays.stream(generic.getActualTypeArguments())
          .flatMap(each -> types(each).stream())
          .toList();
    }
    // a weight is written as a number, a point as two
    return type instanceof Class<?> plain && plain != TrafficWeight.class && plain != Point.class
        ? List.of(plain)
        : List.of();
  }

  private static void described(JsonNode schema, SortedSet<String> names) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              assertThat(property.getValue().path("description").asText())
                  .as(property.getKey())
                  .isNotBlank();
              names.add(property.getKey());
              described(property.getValue(), names);
            });
    if (schema.has("items")) {
      described(schema.path("items"), names);
    }
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(Files.readString(FILE));
  }
}
