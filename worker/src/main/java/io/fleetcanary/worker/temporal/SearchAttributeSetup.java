package io.fleetcanary.worker.temporal;

import io.fleetcanary.workflow.client.SearchAttributeRegistry;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.search.RolloutAttributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the search attributes of rollouts that a namespace lacks, where that is allowed. */
public final class SearchAttributeSetup {
  private static final Logger log = LoggerFactory.getLogger(SearchAttributeSetup.class);

  private final TemporalConnection connection;

  public SearchAttributeSetup(TemporalConnection connection) {
    this.connection = connection;
  }

  /** Rollouts do without them, so whatever goes wrong is logged and no more. */
  public void run() {
    SortedMap<String, IndexedValueType> missing = new TreeMap<>(RolloutAttributes.all());
    try (var registry =
        new SearchAttributeRegistry(connection.options().build(), connection.namespace())) {
      missing.keySet().removeAll(registry.existing().keySet());
      if (!missing.isEmpty()) {
        registry.create(missing);
        log.atInfo().addKeyValue("names", missing.keySet()).log("search attributes created");
      }
    } catch (StatusRuntimeException refused) {
      log.atInfo()
          .addKeyValue("names", missing.keySet())
          .addKeyValue("reason", refused.getMessage())
          .log("lists cannot be searched by these: they could not be created");
    }
  }
}
