package io.spikelet.service.contract;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of the document's schemas. A nested record has the name of the one around it in front:
 * {@code ImagesJson.Item} is {@code ImagesItem}. By their own names alone two records called {@code
 * Item} would be one schema, and one of them would lose its members without a word.
 */
final class SchemaNames extends TypeNameResolver {
  private static final String SUFFIX = "Json";

  private final Map<String, Class<?>> known = new ConcurrentHashMap<>();

  /**
   * The name of a type's schema; records have ours.
   *
   * @throws IllegalStateException if another type has that name already
   */
  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    if (!type.isRecord()) {
      return super.nameForClass(type, options);
    }
    String name = name(type);
    Class<?> first = known.putIfAbsent(name, type);
    if (first != null && !first.equals(type)) {
      throw new IllegalStateException(
          "%s and %s would both be the schema '%s'"
              .formatted(first.getName(), type.getName(), name));
    }
    return name;
  }

  /** The name of a record's schema. */
  String nameOf(Class<?> type) {
    return nameForClass(type, Set.of());
  }

  private static String name(Class<?> type) {
    String simple = type.getSimpleName();
    String own =
        simple.endsWith(SUFFIX) ? simple.substring(0, simple.length() - SUFFIX.length()) : simple;
    Class<?> around = type.getEnclosingClass();
    return around == null ? own : name(around) + own;
  }
}
