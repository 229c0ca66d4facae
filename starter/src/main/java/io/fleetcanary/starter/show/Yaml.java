package io.fleetcanary.starter.show;

import io.fleetcanary.workflow.Payloads;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The same document as {@link Json}, for scripts and people who like YAML better. */
public final class Yaml {
  private static final DumpSettings BLOCKS =
      DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();

  private Yaml() {}

  /** One document; {@code fields} is written as an object. */
  public static String document(String kind, Object fields) {
    Object plain = Payloads.mapper().convertValue(Json.tree(kind, fields), Object.class);
    return new Dump(BLOCKS).dumpToString(plain).stripTrailing();
  }
}
