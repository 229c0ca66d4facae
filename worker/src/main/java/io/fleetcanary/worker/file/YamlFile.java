package io.fleetcanary.worker.file;

import io.fleetcanary.core.document.PlainTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The fields of a YAML file; what is not YAML, or no object, is said in one line. */
record YamlFile(Path file) {
  private static final LoadSettings STRICT =
      LoadSettings.builder().setAllowDuplicateKeys(false).build();

  /**
   * All of them, as plain values.
   *
   * @throws InvalidConfigurationException when there are none
   */
  Map<?, ?> fields() {
    try {
      String text = Files.readString(file);
      requireShallow(text);
      if (new Load(STRICT).loadFromString(text) instanceof Map<?, ?> fields) {
        return fields;
      }
      throw invalid("must be an object; write its fields");
    } catch (NoSuchFileException missing) {
      throw invalid("must be a readable file, got none of this name");
    } catch (IOException unreadable) {
      throw invalid("must be a readable file, got " + unreadable.getMessage());
    } catch (MarkedYamlEngineException malformed) {
      throw invalid(
          place(malformed.getProblemMark()) + "must be YAML, got: " + malformed.getProblem());
    } catch (YamlEngineException malformed) {
      throw invalid("must be YAML, got: " + malformed.getMessage());
    }
  }

  /** By events, which unlike trees take no stack. */
  private void requireShallow(String text) {
    int depth = 0;
    for (Event event : new Parse(STRICT).parseString(text)) {
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
      if (depth > PlainTree.DEEPEST) {
        String rule = "must be nested at most " + PlainTree.DEEPEST + " deep; flatten it";
        throw invalid(place(event.getStartMark()) + rule);
      }
    }
  }

  private InvalidConfigurationException invalid(String problem) {
    return new InvalidConfigurationException(file.toString(), List.of(problem));
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(it -> "line " + (it.getLine() + 1) + ", column " + (it.getColumn() + 1) + ": ")
        .orElse("");
  }
}
