package io.spikelet.service.reconstruction;

import static io.spikelet.service.contract.QueryParameter.INDEX;
import static io.spikelet.service.contract.QueryParameter.MODEL;
import static io.spikelet.service.contract.QueryParameter.SEED;

import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.ImageAnswers;
import io.spikelet.service.answer.ImagesJson;
import io.spikelet.service.answer.ServedImage;
import io.spikelet.service.answer.ServedImage.Likeness;
import io.spikelet.service.answer.Work;
import io.spikelet.service.contract.AnswersImages;
import io.spikelet.service.contract.AnswersWork;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.contract.ReadsBody;
import io.spikelet.service.contract.Takes;
import io.spikelet.service.request.BodyKind;
import io.spikelet.service.request.ImageBodies;
import io.spikelet.service.request.ImageSeeds;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.serving.ModelService;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /reconstruct}: what is left of an image after the spiking bottleneck. */
@RestController
@Tag(name = "Images")
class ReconstructionController {
  private final ModelService models;
  private final ImageAnswers answers;
  private final ImageBodies bodies;

  ReconstructionController(ModelService models, ImageAnswers answers, ImageBodies bodies) {
    this.models = models;
    this.answers = answers;
    this.bodies = bodies;
  }

  @PostMapping("/reconstruct")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "reconstruct",
      summary = "Encodes an image to spikes and decodes it again",
      description =
          "The image may have any size and colours; it is prepared for the model. JSON adds mse, in"
              + " the value range named in scale, and ssim.")
  @Takes({MODEL, SEED, INDEX})
  @ReadsBody(BodyKind.IMAGE)
  @AnswersImages
  @AnswersWork
  @ApiResponse(
      responseCode = "200",
      description = "The reconstruction",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = ImagesJson.class)))
  @Problems({400, 404, 406, 413, 415, 422, 503, 504})
  ResponseEntity<byte[]> reconstruct(HttpServletRequest request) {
    MediaType format = answers.format(request);
    Parameters parameters = Parameters.of(request).only("model", "seed", "index");
    ModelRef ref = ModelRef.parse(parameters.text("model", "esvae"));
    ImageSeeds seeds = ImageSeeds.of(parameters);
    ReconstructTask task = new ReconstructTask(bodies.read(request), seeds.first());

    models.rules(ref).require(Capability.RECONSTRUCT);
    Pooled<Reconstruction> pooled = models.run(request, ref, Operation.RECONSTRUCT, List.of(task));
    Reconstruction result = pooled.results().getFirst();
    return answers.answer(
        new Work(
            "reconstruct",
            pooled.model(),
            seeds.seed(),
            pooled.queued(),
            List.of(result.activity()),
            List.of(result.times())),
        format,
        List.of(image(result, seeds)));
  }

  private static ServedImage image(Reconstruction result, ImageSeeds seeds) {
    return new ServedImage(
        seeds.index(),
        seeds.seed(),
        result.image(),
        result.activity(),
        new Likeness(result.mse(), result.ssim()));
  }
}
