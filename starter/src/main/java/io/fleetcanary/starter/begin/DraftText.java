package io.fleetcanary.starter.begin;

import io.fleetcanary.core.spec.Preset;
import java.util.ArrayList;
import java.util.List;

/** A spec to begin with, with comments that say what to change. */
final class DraftText {
  private static final String NO_DIGEST = "registry.example/model-server@sha256:" + "0".repeat(64);

  private final Draft draft;
  private final List<String> lines = new ArrayList<>();

  private DraftText(Draft draft) {
    this.draft = draft;
  }

  /**
   * The whole file.
   *
   * @param schema where editors find it
   */
  static String of(Draft draft, String schema) {
    DraftText text = new DraftText(draft);
    text.lines.add("# yaml-language-server: $schema=" + schema);
    text.lines.add(
        "# Every field: fleetcanary explain. Check it: fleetcanary validate. Try it: fleetcanary plan.");
    draft.remarks().forEach(remark -> text.lines.add("# " + remark));
    text.what();
    text.how();
    text.where();
    text.analysis();
    return String.join("\n", text.lines) + "\n";
  }

  private void what() {
    add("");
    add("service: " + draft.service() + "  # the Service that callers use");
    add("namespace: " + draft.namespace() + "  # the same in every cluster");
    add("");
    add("# What is new: an image, variables (env) or arguments (args).");
    add("revision:");
    add("  name: change-me  # what people call it, e.g. \"2026.11.3\"");
    draft.container().ifPresent(name -> add("  container: " + name));
    draft
        .image()
        .ifPresentOrElse(
            image -> {
              add("  # this one serves now: put the digest of the new one here");
              add("  image: " + image);
            },
            () -> {
              add("  # by digest, a tag may mean something else tomorrow");
              add("  image: " + NO_DIGEST);
            });
  }

  private void how() {
    if (!draft.workload().equals(draft.service())) {
      add("workload: {kind: Deployment, name: " + draft.workload() + "}");
    }
    draft.route().ifPresent(name -> add("traffic: {kind: HTTPRoute, name: " + name + "}"));
    add("");
    add(
        "# How long pods may take to be ready, model load included, and the longest answer not to be cut.");
    add("readyWithin: 45m");
    add("drain: 60s");
    add("");
    add("# In each cluster: percent of its requests, and how long that is watched.");
    add("steps:");
    add("  - {weight: 5, bake: 10m}");
    add("  - {weight: 25, bake: 10m}");
    add("  - {weight: 50, bake: 20m}");
  }

  private void where() {
    add("");
    add("# Which clusters, in which order, by the names and labels of the worker's fleet file.");
    add("waves:");
    add("  - name: first");
    add("    clusters: [" + draft.cluster() + "]");
    add("    bake: 30m");
    add("    approval: {by: [release-managers], within: 24h}");
    add("  - name: rest");
    add("    select: all");
    add("    parallel: 25%");
  }

  private void analysis() {
    add("");
    add("# When it is bad. Without a metric that counts requests every bake waits for a person.");
    add("analysis:");
    draft
        .engine()
        .map(Preset::name)
        .ifPresentOrElse(
            name -> add("  use: [" + name + "]  # fleetcanary presets show " + name),
            () -> add("  # use: [vllm]  # fleetcanary presets list"));
    add("  # metrics:");
    add("  #   - name: errors");
    add("  #     bad: 'http_requests_total{$track,status=~\"5..\"}'");
    add("  #     of: 'http_requests_total{$track}'");
    add("  #     max: 2%");
    add("  #     worse: 10%");
    add("");
    add("# How far a bad canary reaches, and how many clusters may fail before it does.");
    add("failure: {scope: fleet, budget: 0}");
  }

  private void add(String line) {
    lines.add(line);
  }
}
