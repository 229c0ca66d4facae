package io.fleetcanary.core.spec;

import static io.fleetcanary.core.form.Field.optional;
import static io.fleetcanary.core.form.Field.required;

import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.form.Example;
import io.fleetcanary.core.form.Field;
import io.fleetcanary.core.form.Form.Entries;
import io.fleetcanary.core.form.Form.Flag;
import io.fleetcanary.core.form.Form.Items;
import io.fleetcanary.core.form.Form.Literal;
import io.fleetcanary.core.form.Form.Named;
import io.fleetcanary.core.form.Form.Shape;
import io.fleetcanary.core.form.Form.Share;
import io.fleetcanary.core.form.Form.Time;
import io.fleetcanary.core.form.Form.Whole;
import io.fleetcanary.core.form.Form.Word;
import io.fleetcanary.core.form.JsonSchema;
import io.fleetcanary.core.form.Rule;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The document as people write it, field by field. Readers take the names from here, editors the
 * schema, and {@code fleetcanary explain} the words.
 */
public final class SpecForm {
  static final Shape REVISION =
      Shape.of(
              required(
                  "name",
                  new Named(Naming.LABEL_VALUE),
                  "2026.11.3",
                  "What people call it: 1 to 63 letters, digits, '-', '_' and '.'. Quote what YAML"
                      + " takes for a number."),
              optional(
                  "image",
                  new Named(Naming.IMAGE),
                  "registry.example/vllm@sha256:" + "0a".repeat(32),
                  "The image by digest, <repository>@sha256:<64 hex digits>: a tag may mean"
                      + " something else tomorrow. Stays where it is left out."),
              optional(
                  "container",
                  new Named(Naming.DNS_LABEL),
                  "server",
                  "The container that changes; the only one, or the first, where it is left out."),
              optional(
                  "env",
                  new Entries(Optional.of(Naming.VARIABLE), new Literal()),
                  Example.of("MODEL_URI", "s3://models/chat/2026.11.3"),
                  "Variables of that container, merged by name; values are text. No secrets: the"
                      + " spec is kept in histories."),
              optional(
                  "args",
                  Items.some(new Literal()).orNone(),
                  List.of("--max-model-len=131072"),
                  "Replaces the arguments of that container as a whole; [] removes them."))
          .where(new Rule.AtLeastOne(List.of("image", "env", "args")));

  static final Shape WORKLOAD =
      Shape.of(
          kind("Deployment"),
          optional(
              "name",
              new Named(Naming.DNS_NAME),
              "chat-v1",
              "Name of the Deployment; the service's where it is left out."));

  static final Shape TRAFFIC =
      Shape.of(
          kind("HTTPRoute"),
          optional(
              "name",
              new Named(Naming.DNS_NAME),
              "chat.public",
              "A route that must be there; the service's name where it is left out. Every other"
                  + " HTTPRoute that sends requests to the Service is found and moves along."),
          optional(
                  "routed",
                  new Share(),
                  "60%",
                  "How much of the Service's requests comes by these routes, above 0% and up to"
                      + " 100%. The rest stays with stable whatever the weight.")
              .otherwise("100%"),
          optional(
              "routedRequests",
              new Named(MetricReader.SELECTOR),
              "envoy_cluster_upstream_rq_total{envoy_cluster_name=\"$namespace/$service\"}",
              "The gateway's counter of the requests that come by these routes, a plain selector:"
                  + " before the start it shows whether routed is right."));

  static final Shape FAILURE =
      Shape.of(
          optional(
                  "scope",
                  new Word(List.of("cluster", "wave", "fleet")),
                  "wave",
                  "What goes back beyond the budget. cluster: what is under way, promoted clusters"
                      + " stay. wave: this wave, promoted clusters too. fleet: everything.")
              .otherwise("fleet"),
          optional(
                  "budget",
                  new Whole(0, SpecReader.MOST_CLUSTERS),
                  1,
                  "How many clusters may fail on evidence before the scope applies.")
              .otherwise(0),
          optional(
                  "reachWithin",
                  new Time(),
                  "1h",
                  "How long a cluster that cannot be reached, or refuses, is tried going forward;"
                      + " 1m to 24h.")
              .otherwise("10m"),
          optional(
                  "unreachable",
                  new Word(List.of("ask", "count")),
                  "count",
                  "What comes of a cluster that cannot be reached for so long. ask: a person is"
                      + " asked. count: it uses the budget up as a bad one does.")
              .otherwise("ask"));

  /** The whole document. */
  public static final Shape ROLLOUT =
      Shape.of(
          required(
              "service",
              new Named(Naming.SERVICE),
              "chat",
              "The Service that callers use: a DNS label of at most 56 characters, so that"
                  + " <service>-canary is one too."),
          required(
              "namespace",
              new Named(Naming.DNS_LABEL),
              "inference",
              "The namespace of the service, the same in every cluster."),
          required(
              "revision",
              REVISION,
              Example.of(
                  "name",
                  "2026.11.3",
                  Example.of("env", Example.of("MODEL_URI", "s3://models/chat/3"))),
              "What is new: at least one of image, env and args."),
          optional(
              "workload",
              WORKLOAD,
              Example.of("kind", "Deployment", Example.of("name", "chat-v1")),
              "What runs the pods."),
          optional(
              "traffic",
              TRAFFIC,
              Example.of("kind", "HTTPRoute", Example.of("name", "chat.public")),
              "How requests come in."),
          optional(
                  "capacity",
                  new Word(List.of("surge")),
                  "surge",
                  "surge: canary pods come on top of stable's.")
              .otherwise("surge"),
          optional(
                  "promote",
                  new Word(List.of("patch", "handOver")),
                  "handOver",
                  "patch: Fleet Canary writes the revision into the workload. handOver: it waits"
                      + " until the workload's owner, mostly Git, has brought it there.")
              .otherwise("patch"),
          optional(
                  "readyWithin",
                  new Time(),
                  "20m",
                  "How long canary pods, and later promoted pods, may take to be ready, model load"
                      + " included; above 0s.")
              .otherwise("45m"),
          optional("drain", new Time(), "5m", "The longest streaming answer that must not be cut.")
              .otherwise("60s"),
          optional(
                  "steps",
                  Items.some(WaveForm.STEP),
                  List.of(WaveForm.step(5, "10m"), WaveForm.step(50, "1h")),
                  "What happens in each cluster, unless its wave says otherwise: weights and how"
                      + " long each is watched.")
              .otherwise(
                  List.of(
                      WaveForm.step(5, "10m"), WaveForm.step(25, "10m"), WaveForm.step(50, "20m"))),
          required(
              "waves",
              Items.some(WaveForm.WAVE),
              List.of(Example.of("name", "all", Example.of("select", "all"))),
              "Which clusters, in which order. The next wave starts when every cluster of this one"
                  + " is promoted, the wave has baked, and the people asked have approved."),
          optional(
              "analysis",
              MetricForm.ANALYSIS,
              Example.of("use", List.of("vllm")),
              "What is measured, and what is too much. Without a metric that counts requests every"
                  + " bake waits for a person."),
          optional(
              "failure",
              FAILURE,
              Example.of("scope", "wave", Example.of("budget", 1)),
              "What one bad cluster means for the others."),
          optional(
                  "again",
                  new Flag(),
                  true,
                  "true releases a revision that has failed before; otherwise it is refused where"
                      + " it failed.")
              .otherwise(false),
          optional(
              "by",
              new Named(Naming.PERSON),
              "ann",
              "Who asks for it. With a policy that allows no self-approval it must be there where a"
                  + " gate is, and may not consent."));

  private SpecForm() {}

  /** What editors check a spec with. */
  public static SequencedMap<String, Object> schema() {
    return JsonSchema.document(
        ROLLOUT, "https://fleetcanary.io/schema/rollout.v1.json", "Fleet Canary rollout");
  }

  private static Field kind(String built) {
    return optional(
            "kind",
            new Word(List.of(built)),
            built,
            "Only " + built + "; others are not built yet.")
        .otherwise(built);
  }
}
