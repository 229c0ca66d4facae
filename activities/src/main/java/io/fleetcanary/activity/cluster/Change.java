package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What one wants of an object that exists.
 *
 * @param <T> its kind
 * @param rule the rule of the claim protocol that allows it
 * @param wanted the object as wanted, its mark aside; must not change its argument
 * @param foreign what somebody else did that stands in the way, one sentence
 * @param made told what the API server made of it, if it was written
 */
public record Change<T extends HasMetadata>(
    Rule rule,
    BiFunction<T, Ledger, T> wanted,
    BiFunction<T, Ledger, Optional<String>> foreign,
    Consumer<T> made) {
  /** Only its mark changes. */
  public static <T extends HasMetadata> Change<T> by(Rule rule) {
    return new Change<>(
        rule, (seen, ledger) -> seen, (seen, ledger) -> Optional.empty(), ignored -> {});
  }

  public Change<T> wanting(BiFunction<T, Ledger, T> change) {
    return new Change<>(rule, change, foreign, made);
  }

  public Change<T> unless(BiFunction<T, Ledger, Optional<String>> obstacle) {
    return new Change<>(rule, wanted, obstacle, made);
  }

  public Change<T> then(Consumer<T> told) {
    return new Change<>(rule, wanted, foreign, told);
  }
}
