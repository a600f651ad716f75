package io.spikelet.service.reconstruction;

import static io.spikelet.service.contract.QueryParameter.BACKGROUND;
import static io.spikelet.service.contract.QueryParameter.INDEX;
import static io.spikelet.service.contract.QueryParameter.INVERT;
import static io.spikelet.service.contract.QueryParameter.MODEL;
import static io.spikelet.service.contract.QueryParameter.SEED;
import static io.spikelet.service.contract.QueryParameter.TIME_STEPS;

import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.ImageAnswers;
import io.spikelet.service.answer.ImagesJson;
import io.spikelet.service.answer.ServedImage;
import io.spikelet.service.answer.ServedImage.Likeness;
import io.spikelet.service.answer.Work;
import io.spikelet.service.contract.AnswersEvents;
import io.spikelet.service.contract.AnswersImages;
import io.spikelet.service.contract.AnswersWork;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.contract.ReadsBody;
import io.spikelet.service.contract.Takes;
import io.spikelet.service.request.Accepted;
import io.spikelet.service.request.BodyKind;
import io.spikelet.service.request.ImageBodies;
import io.spikelet.service.request.ImageSeeds;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.request.PictureOptions;
import io.spikelet.service.serving.ModelService;
import io.spikelet.service.watching.WatchedImages;
import io.spikelet.service.watching.WatchedTask;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /reconstruct}: what is left of an image after the spiking bottleneck. */
@RestController
@Tag(name = "Images")
class ReconstructionController {
  private static final String[] COMMON = {
    "model", "seed", "index", PictureOptions.BACKGROUND, PictureOptions.INVERT
  };

  private final ModelService models;
  private final ImageAnswers answers;
  private final ImageBodies bodies;
  private final WatchedImages watched;

  ReconstructionController(
      ModelService models, ImageAnswers answers, ImageBodies bodies, WatchedImages watched) {
    this.models = models;
    this.answers = answers;
    this.bodies = bodies;
    this.watched = watched;
  }

  @PostMapping("/reconstruct")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "reconstruct",
      summary = "Encodes an image to spikes and decodes it again",
      description =
          "The image may have any size and colours; it is prepared for the model. JSON adds mse, in"
              + " the value range named in scale, and ssim. As text/event-stream the reconstruction"
              + " is sent after every time step (image_generation.partial_image) and at its end"
              + " (image_generation.completed).")
  @Takes({MODEL, SEED, INDEX, BACKGROUND, INVERT, TIME_STEPS})
  @ReadsBody(BodyKind.IMAGE)
  @AnswersImages
  @AnswersEvents
  @AnswersWork
  @ApiResponse(
      responseCode = "200",
      description = "The reconstruction",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = ImagesJson.class)))
  @Problems({400, 403, 404, 406, 408, 413, 415, 422, 503, 504})
  @Nullable ResponseEntity<byte[]> reconstruct(
      HttpServletRequest request, HttpServletResponse response) {
    Parameters parameters = Parameters.of(request);
    ModelRef ref = ModelRef.parse(parameters.text("model", "esvae"));
    ImageSeed seed = ImageSeeds.of(parameters).first();
    PictureOptions options = PictureOptions.of(parameters);
    TaskParameters family = new TaskParameters(parameters.except(COMMON));

    TaskRules rules = models.rules(ref);
    MediaType format = answers.format(request, rules, Capability.RECONSTRUCT);
    parameters.only(rules.parameters(Capability.RECONSTRUCT), COMMON);
    rules.require(Capability.RECONSTRUCT);
    ReconstructTask task =
        new ReconstructTask(bodies.read(request, rules.spec().image(), options), seed, family);
    rules.check(task);
    if (format.equals(Accepted.EVENTS)) {
      watched.send(request, response, watched(rules, task));
      return null;
    }
    Pooled<Reconstruction> pooled =
        models.run(request, rules.ref(), Operation.RECONSTRUCT, List.of(task));
    Reconstruction result = pooled.results().getFirst();
    return answers.answer(work(pooled, seed), format, List.of(image(result, seed)));
  }

  private static WatchedTask<ReconstructTask, Reconstruction> watched(
      TaskRules rules, ReconstructTask task) {
    ImageSeed seed = task.seed();
    return new WatchedTask<>(
        rules.ref(),
        Operation.RECONSTRUCT_STEPWISE,
        task,
        seed,
        pooled -> work(pooled, seed),
        result -> image(result, seed));
  }

  private static Work work(Pooled<Reconstruction> pooled, ImageSeed seed) {
    Reconstruction result = pooled.results().getFirst();
    return new Work(
        "reconstruct",
        pooled.model(),
        seed.seed(),
        pooled.queued(),
        List.of(result.activity()),
        List.of(result.times()));
  }

  private static ServedImage image(Reconstruction result, ImageSeed seed) {
    return new ServedImage(
        seed.index(),
        seed.seed(),
        result.image(),
        result.activity(),
        new Likeness(result.mse(), result.ssim()));
  }
}
