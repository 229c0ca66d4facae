package io.fleetcanary.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.workflow.Payloads;

/** What scripts read, as {@code schema/report.v1.json} describes it. Fields are only ever added. */
public final class ReportJson {
  private ReportJson() {}

  public static String of(RolloutReport report) {
    ObjectMapper mapper = Payloads.mapper();
    ObjectNode document = mapper.createObjectNode();
    document.put("apiVersion", "fleetcanary.io/v1").put("kind", "Report");
    document.setAll((ObjectNode) mapper.valueToTree(report));
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a report is plain data", impossible);
    }
  }
}
