package io.fleetcanary.core.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.document.CanonicalJson;
import io.fleetcanary.core.document.RecordTree;
import java.util.List;

/**
 * What is new.
 *
 * @param name what people call it
 * @param container the container that changes
 * @param changes what changes in that container, at least one
 */
public record Revision(String name, String container, List<Change> changes) {
  public Revision {
    changes = List.copyOf(changes);
  }

  /**
   * What tells its changes from any others, whatever people call them and whichever container they
   * are for: SHA-256 of their canonical JSON, 64 lower-case hex digits.
   */
  public String digest() {
    return CanonicalJson.digest(RecordTree.of(new Revision("", "", changes)));
  }

  /** One change to a container. Closed, because restoring must know every kind. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "image", value = Image.class),
    @JsonSubTypes.Type(name = "env", value = Env.class),
    @JsonSubTypes.Type(name = "args", value = Args.class)
  })
  public sealed interface Change {}

  /** The image, by digest. */
  public record Image(String image) implements Change {}

  /** One environment variable, merged by name. */
  public record Env(String name, String value) implements Change {}

  /** The arguments, replaced as a whole. */
  public record Args(List<String> args) implements Change {
    public Args {
      args = List.copyOf(args);
    }
  }
}
