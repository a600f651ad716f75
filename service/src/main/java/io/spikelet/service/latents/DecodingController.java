package io.spikelet.service.latents;

import static io.spikelet.service.contract.QueryParameter.LABEL;
import static io.spikelet.service.contract.QueryParameter.MODEL;

import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.ImageAnswers;
import io.spikelet.service.answer.ImagesJson;
import io.spikelet.service.answer.ServedImage;
import io.spikelet.service.answer.Work;
import io.spikelet.service.contract.AnswersImages;
import io.spikelet.service.contract.AnswersWork;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.contract.ReadsBody;
import io.spikelet.service.contract.Takes;
import io.spikelet.service.request.BodyKind;
import io.spikelet.service.request.BodyReader;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.serving.ModelService;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /decode}: images of given spike trains, as {@code /latents} gave them or edited. */
@RestController
@Tag(name = "Latents")
class DecodingController {
  private final ModelService models;
  private final ImageAnswers answers;
  private final BodyReader bodies;
  private final SpikeTrainBody spikeTrains;

  DecodingController(
      ModelService models, ImageAnswers answers, BodyReader bodies, SpikeTrainBody spikeTrains) {
    this.models = models;
    this.answers = answers;
    this.bodies = bodies;
    this.spikeTrains = spikeTrains;
  }

  @PostMapping("/decode")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "decode",
      summary = "Decodes latent spike trains",
      description =
          "Takes what /latents answered, perhaps edited: 1 to 64 samples, as JSON or as a NumPy"
              + " array [T, N, D], or [T, D] for one sample. In JSON a spike is 0 or 1, also as 0.0"
              + " or 1.0, false or true; the array may have integers, booleans or floats of any"
              + " size in either byte order and in C's or Fortran's order, each 0 or 1. At most"
              + " 4096 time steps, 65536 neurons, 4194304 values a sample and 16777216 of all"
              + " samples are read. A model that draws by label needs the parameter label: a"
              + " code does not say it.")
  @Takes({MODEL, LABEL})
  @ReadsBody(BodyKind.SPIKE_TRAIN)
  @AnswersImages
  @AnswersWork
  @ApiResponse(
      responseCode = "200",
      description = "One image per sample",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = ImagesJson.class)))
  @Problems({400, 403, 404, 406, 408, 413, 415, 422, 503, 504})
  ResponseEntity<byte[]> decode(HttpServletRequest request) {
    MediaType format = answers.format(request);
    Parameters parameters = Parameters.of(request);
    ModelRef ref = ModelRef.parse(parameters.text("model", "esvae"));
    TaskParameters family = new TaskParameters(parameters.except("model"));

    TaskRules rules = models.rules(ref);
    parameters.only(rules.parameters(Capability.DECODE), "model");
    rules.require(Capability.DECODE);
    List<DecodeTask> tasks =
        bodies.read(request, BodyKind.SPIKE_TRAIN, spikeTrains).stream()
            .map(latent -> new DecodeTask(latent, family))
            .toList();
    tasks.forEach(rules::check);
    Pooled<GeneratedImage> pooled = models.run(request, rules.ref(), Operation.DECODE, tasks);
    return answers.answer(work(pooled), format, images(pooled.results()));
  }

  private static Work work(Pooled<GeneratedImage> pooled) {
    return new Work(
        "decode",
        pooled.model(),
        null,
        pooled.queued(),
        pooled.results().stream().map(GeneratedImage::activity).toList(),
        pooled.results().stream().map(GeneratedImage::times).toList());
  }

  private static List<ServedImage> images(List<GeneratedImage> results) {
    return IntStream.range(0, results.size()).mapToObj(i -> image(i, results.get(i))).toList();
  }

  private static ServedImage image(int index, GeneratedImage result) {
    return new ServedImage(index, null, result.image(), result.activity(), null, result.label());
  }
}
