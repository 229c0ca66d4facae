package io.fleetcanary.core.query;

/**
 * What {@code $namespace} and {@code $service} stand for in the selectors and queries of metrics.
 * Both are DNS labels, so nothing in them has a meaning in PromQL or in a regular expression.
 *
 * @param service the one that callers use
 */
public record Variables(String namespace, String service) {
  /** The selector or query with both written out; {@code $track} stays. */
  public String fill(String promql) {
    return promql.replaceAll("\\$namespace\\b", namespace).replaceAll("\\$service\\b", service);
  }
}
