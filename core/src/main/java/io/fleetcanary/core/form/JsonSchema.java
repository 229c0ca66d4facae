package io.fleetcanary.core.form;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.Percent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A form as JSON Schema, draft-07, the newest that editors of YAML know. It refuses what can be
 * seen to be wrong in one place; readers refuse that and more, so what it refuses is never valid.
 * Nothing is referred to: every part stands where it is used, which no editor gets wrong.
 */
public final class JsonSchema {
  private static final String TYPE = "type";
  private static final String TEXT = "string";

  private JsonSchema() {}

  /** A whole schema, as a plain tree whose order is that of the form. */
  public static SequencedMap<String, Object> document(Form form, String id, String title) {
    SequencedMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("$id", id);
    schema.put("title", title);
    schema.putAll(of(form));
    return schema;
  }

  /** The schema of a value that must be there. */
  public static SequencedMap<String, Object> of(Form form) {
    return switch (form) {
      case Form.Text any -> pattern("\\S");
      case Form.Literal any -> typed(TEXT);
      case Form.Named named -> named(named.naming());
      case Form.Word word -> with(typed(TEXT), "enum", word.words());
      case Form.Whole whole ->
          with(with(typed("integer"), "minimum", whole.least()), "maximum", whole.most());
      case Form.Figure any -> typed("number");
      case Form.Flag any -> typed("boolean");
      case Form.Share any -> pattern(whole(Percent.WRITTEN));
      case Form.Time any -> pattern(whole(DurationText.WRITTEN));
      case Form.Items items -> items(items);
      case Form.Entries entries -> entries(entries);
      case Form.Foreign any -> typed("object");
      case Form.Shape shape -> shape(shape);
      case Form.Either either -> only("anyOf", List.of(of(either.one()), of(either.other())));
    };
  }

  private static SequencedMap<String, Object> named(Naming naming) {
    SequencedMap<String, Object> schema = pattern(whole(naming.written()));
    return naming.longest() == Integer.MAX_VALUE
        ? schema
        : with(schema, "maxLength", naming.longest());
  }

  private static SequencedMap<String, Object> items(Form.Items items) {
    SequencedMap<String, Object> schema = with(typed("array"), "items", of(items.item()));
    if (items.least() > 0) {
      schema.put("minItems", items.least());
    }
    if (items.most() < Integer.MAX_VALUE) {
      schema.put("maxItems", items.most());
    }
    if (items.unique()) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }

  private static SequencedMap<String, Object> entries(Form.Entries entries) {
    SequencedMap<String, Object> schema = with(typed("object"), "minProperties", 1);
    entries.names().ifPresent(naming -> schema.put("propertyNames", named(naming)));
    schema.put("additionalProperties", of(entries.value()));
    return schema;
  }

  private static SequencedMap<String, Object> shape(Form.Shape shape) {
    SequencedMap<String, Object> properties = new LinkedHashMap<>();
    shape.fields().forEach(field -> properties.put(field.name(), field(field)));
    SequencedMap<String, Object> schema = with(typed("object"), "properties", properties);
    List<String> required =
        shape.fields().stream().filter(Field::required).map(Field::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    if (!shape.rules().isEmpty()) {
      schema.put("allOf", shape.rules().stream().map(JsonSchema::rule).toList());
    }
    return schema;
  }

  private static SequencedMap<String, Object> field(Field field) {
    SequencedMap<String, Object> schema = only("description", field.about());
    schema.putAll(field.required() ? of(field.form()) : orNull(of(field.form())));
    if (field.otherwise() != null) {
      schema.put("default", field.otherwise());
    }
    schema.put("examples", List.of(field.example()));
    return schema;
  }

  /** To write null is to leave it out. */
  private static SequencedMap<String, Object> orNull(SequencedMap<String, Object> schema) {
    schema.replaceAll(
        (keyword, value) ->
            switch (keyword) {
              case TYPE -> List.of(value, "null");
              case "enum" -> plus((List<?>) value, null);
              case "anyOf" -> plus((List<?>) value, typed("null"));
              default -> value;
            });
    return schema;
  }

  private static SequencedMap<String, Object> rule(Rule rule) {
    return switch (rule) {
      case Rule.ExactlyOne one ->
          only("oneOf", one.groups().stream().map(group -> just(group, one.groups())).toList());
      case Rule.AtLeastOne some ->
          only("anyOf", some.fields().stream().map(JsonSchema::written).toList());
      case Rule.Where where -> where(where);
      case Rule.Not not -> properties(not.field(), only("not", only("enum", not.words())));
    };
  }

  private static SequencedMap<String, Object> just(List<String> group, List<List<String>> groups) {
    List<Object> parts = new ArrayList<>(group.stream().map(JsonSchema::written).toList());
    groups.stream()
        .filter(other -> !other.equals(group))
        .flatMap(List::stream)
        .forEach(field -> parts.add(properties(field, typed("null"))));
    return only("allOf", parts);
  }

  private static SequencedMap<String, Object> where(Rule.Where where) {
    SequencedMap<String, Object> properties = new LinkedHashMap<>();
    where.forms().forEach((field, form) -> properties.put(field, orNull(of(form))));
    where.out().forEach(field -> properties.put(field, typed("null")));
    SequencedMap<String, Object> schema = only("if", written(where.field()));
    schema.put(where.given() ? "then" : "else", only("properties", properties));
    return schema;
  }

  private static SequencedMap<String, Object> written(String field) {
    SequencedMap<String, Object> schema = only("required", List.of(field));
    schema.putAll(properties(field, only("not", typed("null"))));
    return schema;
  }

  private static SequencedMap<String, Object> properties(String field, Object schema) {
    return only("properties", only(field, schema));
  }

  private static String whole(String pattern) {
    return "^(?:" + pattern + ")$";
  }

  private static SequencedMap<String, Object> pattern(String pattern) {
    return with(typed(TEXT), "pattern", pattern);
  }

  private static SequencedMap<String, Object> typed(String type) {
    return only(TYPE, type);
  }

  private static SequencedMap<String, Object> only(String keyword, Object value) {
    return with(new LinkedHashMap<>(), keyword, value);
  }

  private static SequencedMap<String, Object> with(
      SequencedMap<String, Object> schema, String keyword, Object value) {
    schema.put(keyword, value);
    return schema;
  }

  /** With null, which other lists do not take. */
  private static List<@Nullable Object> plus(List<?> list, @Nullable Object more) {
    List<@Nullable Object> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }
}
