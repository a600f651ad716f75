package io.spikelet.service.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of the records that are answers: a member is required unless the record itself says that
 * it may be missing, by {@link Nullable}. NullAway holds the code to the same annotations, so what
 * is promised here is what is built.
 */
final class RecordSchemas extends ModelResolver {
  private final SchemaNames names;

  RecordSchemas(ObjectMapper mapper, SchemaNames names) {
    super(mapper, names);
    this.names = names;
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
    Schema<?> resolved = super.resolve(type, context, next);
    Class<?> raw = _mapper.constructType(type.getType()).getRawClass();
    Schema<?> model = raw.isRecord() ? context.getDefinedModels().get(names.nameOf(raw)) : null;
    if (model != null) {
      model.setRequired(required(raw));
    }
    return resolved;
  }

  private static List<String> required(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(member -> !member.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .map(RecordSchemas::name)
        .sorted()
        .toList();
  }

  /** On records Jackson's annotation stands at the accessor too. */
  private static String name(RecordComponent member) {
    JsonProperty property = member.getAccessor().getAnnotation(JsonProperty.class);
    return property == null ? member.getName() : property.value();
  }
}
