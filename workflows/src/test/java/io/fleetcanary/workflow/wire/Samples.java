package io.fleetcanary.workflow.wire;

import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.pool.Levels;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One sample of any wire record, with nothing left out: lists hold one of each kind. */
final class Samples {
  private Samples() {}

  static Object of(Class<?> record) {
    if (record == Levels.class) {
      return Levels.NONE;
    }
    try {
      RecordComponent[] components = record.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = Arrays.stream(components).map(Samples::of).toArray();
      return record.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException("no sample of " + record, broken);
    }
  }

  private static Object of(RecordComponent component) {
    return of(component.getGenericType(), component.getName());
  }

  private static Object of(Type type, String name) {
    if (type instanceof ParameterizedType generic) {
      return collection(generic, name);
    }
    return plain((Class<?>) type, name);
  }

  private static Object collection(ParameterizedType generic, String name) {
    Type[] arguments = generic.getActualTypeArguments();
    if (generic.getRawType() == List.class) {
      return kinds((Class<?>) arguments[0]).stream().map(kind -> of(kind, name)).toList();
    }
    if (generic.getRawType() == Optional.class) {
      return Optional.of(of(arguments[0], name));
    }
    SortedMap<String, Object> map = new TreeMap<>();
    for (Class<?> kind : kinds((Class<?>) arguments[1])) {
      map.put("cluster-" + map.size(), of(kind, name));
    }
    return map;
  }

  private static List<Class<?>> kinds(Class<?> type) {
    return type.isSealed() ? List.of(type.getPermittedSubclasses()) : List.of(type);
  }

  private static Object plain(Class<?> type, String name) {
    if (type == TrafficWeight.class) {
      return new TrafficWeight(5);
    }
    if (type.isRecord()) {
      return of(type);
    }
    if (type.isSealed()) {
      return of(type.getPermittedSubclasses()[0]);
    }
    return type.isEnum() ? type.getEnumConstants()[0] : value(type, name);
  }

  private static Object value(Class<?> type, String name) {
    return switch (type.getSimpleName()) {
      case "String" -> name;
      case "int" -> 3;
      case "long", "Long" -> 3104L;
      case "double", "Double" -> 0.025;
      case "boolean" -> true;
      case "Duration" -> Duration.ofMinutes(90);
      case "Instant" -> Instant.parse("2026-11-25T13:00:00Z");
      default -> throw new IllegalStateException("no sample of " + type);
    };
  }
}
