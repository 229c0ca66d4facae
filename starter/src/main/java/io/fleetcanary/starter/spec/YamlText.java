package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.PlainTree;
import io.fleetcanary.core.document.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML 1.2 as people type it into a plain tree, and notes what a lenient parser swallows: a
 * field written twice. What is nested too deep for the parser itself never reaches it.
 */
final class YamlText {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setAllowDuplicateKeys(true).build();

  private final List<Problem> problems;
  private final Places places;
  private final Set<Node> walked = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlText(List<Problem> problems, Places places) {
    this.problems = problems;
    this.places = places;
  }

  /**
   * Reads one whole document.
   *
   * @param problems what is wrong with it beside its content is added here
   * @param places where its parts stand is added here
   * @return null when it cannot be read at all
   */
  static @Nullable Object read(String yaml, List<Problem> problems, Places places) {
    try {
      return new YamlText(problems, places).document(yaml);
    } catch (MarkedYamlEngineException malformed) {
      malformed.getProblemMark().ifPresent(mark -> note(places, "", mark));
      problems.add(syntax(malformed.getProblem()));
    } catch (YamlEngineException malformed) {
      problems.add(syntax(String.valueOf(malformed.getMessage())));
    }
    return null;
  }

  private @Nullable Object document(String yaml) {
    if (tooDeep(yaml)) {
      return null;
    }
    new Compose(SETTINGS).composeString(yaml).ifPresent(node -> walk(node, ""));
    return new Load(SETTINGS).loadFromString(yaml);
  }

  /** By events, which unlike trees take no stack. */
  private boolean tooDeep(String yaml) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(yaml)) {
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
      if (depth > PlainTree.DEEPEST) {
        String rule = "must be nested at most " + PlainTree.DEEPEST + " deep";
        event.getStartMark().ifPresent(mark -> note(places, "", mark));
        problems.add(new Problem("spec", rule, "flatten it"));
        return true;
      }
    }
    return false;
  }

  private void walk(Node node, String path) {
    node.getStartMark().ifPresent(mark -> note(places, path, mark));
    if (!walked.add(node)) {
      return; // an alias, maybe of what it stands in
    }
    if (node instanceof MappingNode object) {
      walk(object, path);
    }
    if (node instanceof SequenceNode list) {
      int index = 0;
      for (Node item : list.getValue()) {
        walk(item, path + "[" + index + "]");
        index++;
      }
    }
  }

  private void walk(MappingNode object, String path) {
    Set<String> names = new TreeSet<>();
    for (NodeTuple field : object.getValue()) {
      if (field.getKeyNode() instanceof ScalarNode key) {
        String place = Fields.path(path, key.getValue());
        if (!names.add(key.getValue())) {
          problems.add(
              new Problem(
                  place,
                  "must be written once, got it again in " + place(key.getStartMark()),
                  "remove one"));
        }
        walk(field.getValueNode(), place);
        key.getStartMark().ifPresent(mark -> note(places, place, mark));
      }
    }
  }

  private static Problem syntax(String said) {
    return new Problem(
        "spec",
        "must be YAML, got: " + said.lines().findFirst().orElse(""),
        "check indentation, quotes and brackets there");
  }

  private static void note(Places places, String path, Mark mark) {
    places.put(path, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(it -> "line " + (it.getLine() + 1) + ", column " + (it.getColumn() + 1))
        .orElse("this file");
  }
}
