package io.fleetcanary.core.spec;

import static io.fleetcanary.core.form.Field.optional;
import static io.fleetcanary.core.form.Field.required;

import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.form.Example;
import io.fleetcanary.core.form.Form.Either;
import io.fleetcanary.core.form.Form.Entries;
import io.fleetcanary.core.form.Form.Items;
import io.fleetcanary.core.form.Form.Named;
import io.fleetcanary.core.form.Form.Shape;
import io.fleetcanary.core.form.Form.Share;
import io.fleetcanary.core.form.Form.Text;
import io.fleetcanary.core.form.Form.Time;
import io.fleetcanary.core.form.Form.Whole;
import io.fleetcanary.core.form.Form.Word;
import io.fleetcanary.core.form.Rule;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** How people write waves, and the steps in their clusters. */
final class WaveForm {
  static final Shape STEP =
      Shape.of(
          required(
              "weight",
              new Whole(1, 99),
              5,
              "Percent of the service's requests that the canary gets, without %. Rises from step to"
                  + " step; promotion brings 100."),
          required(
              "bake",
              new Time(),
              "10m",
              "How long this weight is watched. Slow faults need time to show; 0s shows nothing and"
                  + " ends inconclusive."));

  static final Shape APPROVAL =
      Shape.of(
          required(
              "by",
              Items.some(new Text()),
              List.of("release-managers"),
              "The people or groups that may approve. Who they are is in the worker's policy;"
                  + " without one their names are recorded, not checked."),
          optional(
                  "count",
                  new Whole(1, Quorum.MOST),
                  2,
                  "How many of them must consent. One rejection goes back.")
              .otherwise(1),
          optional(
                  "identity",
                  new Word(Identity.WORDS),
                  "verified",
                  "How they prove who they are: by a name, or by a signature with the key that"
                      + " the worker's policy has.")
              .otherwise("claimed"),
          optional(
                  "within",
                  new Time(),
                  "8h",
                  "How long an answer is waited for. No answer counts as a rejection.")
              .otherwise("24h"));

  static final Shape WAVE =
      Shape.of(
              required(
                  "name",
                  new Named(Naming.DNS_LABEL),
                  "first",
                  "A DNS label of its own; the wave's gate is called by it."),
              optional(
                  "clusters",
                  Items.some(new Named(Naming.DNS_LABEL)).each(),
                  List.of("eu-1", "us-1"),
                  "Clusters by name, as the worker's fleet file calls them, started in this order."
                      + " None of them may be in an earlier wave. Either this or select."),
              optional(
                  "select",
                  new Either(
                      new Word(List.of("all")),
                      new Entries(Optional.empty(), new Named(Naming.LABEL_VALUE))),
                  Example.of("region", "eu"),
                  "all, or the labels that clusters must carry: of those, the clusters that no"
                      + " earlier wave takes. After a wave that selects all there can be no other."
                      + " Either this or clusters."),
              optional(
                      "parallel",
                      new Either(new Whole(1, SpecReader.MOST_CLUSTERS), new Share()),
                      "25%",
                      "How many clusters are in flight at once: a number, or a share of the wave's"
                          + " clusters, rounded down, at least 1.")
                  .otherwise(1),
              optional(
                  "steps",
                  Items.some(STEP),
                  List.of(step(20, "5m")),
                  "Other steps for this wave; the rollout's where it has none of its own."),
              optional(
                      "bake",
                      new Time(),
                      "30m",
                      "How long the promoted wave is watched before its gate opens.")
                  .otherwise("0s"),
              optional(
                  "approval",
                  APPROVAL,
                  Example.of("by", List.of("release-managers"), Example.of("within", "8h")),
                  "Who must consent before the next wave. Nobody is asked where it is left out."))
          .where(new Rule.ExactlyOne(List.of(List.of("clusters"), List.of("select"))));

  private WaveForm() {}

  static SequencedMap<String, Object> step(int weight, String bake) {
    return Example.of("weight", weight, Example.of("bake", bake));
  }
}
