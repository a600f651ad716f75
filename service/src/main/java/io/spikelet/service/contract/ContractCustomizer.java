package io.spikelet.service.contract;

import io.spikelet.service.request.Accepted;
import io.spikelet.service.request.BodyKind;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Writes what this package's annotations say into the operations of the document. */
@Component
class ContractCustomizer implements OperationCustomizer {
  private static final String LABELS =
      "What was drawn, by a model that draws by label: of several images a list, separated by"
          + " commas. Commas, percent signs and characters beyond ASCII are percent-encoded.";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    takes(operation, method.getMethodAnnotation(Takes.class));
    reads(operation, method.getMethodAnnotation(ReadsBody.class));
    ApiResponse ok = operation.getResponses().get("200");
    if (ok != null && method.hasMethodAnnotation(AnswersImages.class)) {
      addImages(ok.getContent());
    }
    if (ok != null && method.hasMethodAnnotation(AnswersEvents.class)) {
      ok.getContent().addMediaType(Accepted.EVENTS.toString(), Schemas.binary());
    }
    if (ok != null && method.hasMethodAnnotation(AnswersWork.class)) {
      Headers.addCost(ok, method.hasMethodAnnotation(AnswersEvents.class));
    }
    if (ok != null && takes(method, QueryParameter.LABEL)) {
      ok.addHeaderObject("Snn-Label", Headers.sometimes(LABELS));
    }
    if (ok != null) {
      Headers.addCommon(ok);
    }
    ApiResponse unchanged = operation.getResponses().get("304");
    if (ok != null && unchanged != null) {
      Headers.addTag(ok);
      Headers.addTag(unchanged);
      Headers.addCommon(unchanged);
    }
    ProblemResponses.add(operation, method.getMethodAnnotation(Problems.class));
    return operation;
  }

  private static boolean takes(HandlerMethod method, QueryParameter parameter) {
    Takes takes = method.getMethodAnnotation(Takes.class);
    return takes != null && List.of(takes.value()).contains(parameter);
  }

  private static void takes(Operation operation, @Nullable Takes takes) {
    if (takes != null) {
      for (QueryParameter parameter : takes.value()) {
        operation.addParametersItem(parameter.described());
      }
    }
  }

  private static void reads(Operation operation, @Nullable ReadsBody reads) {
    if (reads == null) {
      return;
    }
    Content content = new Content();
    for (String type : types(reads.value())) {
      content.addMediaType(type, Schemas.binary());
    }
    content.addMediaType("application/octet-stream", Schemas.binary());
    content.addMediaType("multipart/form-data", new MediaType().schema(multipart()));
    operation.setRequestBody(new RequestBody().required(reads.required()).content(content));
  }

  private static List<String> types(BodyKind kind) {
    return switch (kind) {
      case IMAGE -> List.of("image/*");
      case SOUND -> List.of("audio/*");
      case IMAGE_OR_SOUND -> List.of("image/*", "audio/*");
      case SPIKE_TRAIN -> List.of("application/json", "application/x-npy");
    };
  }

  private static Schema<?> multipart() {
    Schema<Object> file = Schemas.of("string");
    file.setContentMediaType("application/octet-stream");
    Schema<Object> form = Schemas.of("object");
    form.addProperty("file", file);
    form.setRequired(List.of("file"));
    return form;
  }

  private static void addImages(Content content) {
    for (String type : List.of("image/png", "application/zip", "application/x-npy")) {
      content.addMediaType(type, Schemas.binary());
    }
  }
}
