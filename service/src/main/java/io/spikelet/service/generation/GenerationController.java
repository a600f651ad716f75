package io.spikelet.service.generation;

import static io.spikelet.service.contract.QueryParameter.COUNT;
import static io.spikelet.service.contract.QueryParameter.INDEX;
import static io.spikelet.service.contract.QueryParameter.LABEL;
import static io.spikelet.service.contract.QueryParameter.MODEL;
import static io.spikelet.service.contract.QueryParameter.SEED;
import static io.spikelet.service.contract.QueryParameter.STEPS;
import static io.spikelet.service.contract.QueryParameter.TEMPERATURE;
import static io.spikelet.service.contract.QueryParameter.TIME_STEPS;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
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
import io.spikelet.service.answer.Work;
import io.spikelet.service.contract.AnswersEvents;
import io.spikelet.service.contract.AnswersImages;
import io.spikelet.service.contract.AnswersWork;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.contract.Takes;
import io.spikelet.service.request.Accepted;
import io.spikelet.service.request.BodyReader;
import io.spikelet.service.request.ImageSeeds;
import io.spikelet.service.request.InvalidParameterException;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.serving.ModelService;
import io.spikelet.service.watching.WatchedImages;
import io.spikelet.service.watching.WatchedTask;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /generate}: images drawn from a model's prior, each from its own random stream. */
@RestController
@Tag(name = "Images")
class GenerationController {
  private static final int MAX_COUNT = 64;
  private static final String[] COMMON = {"model", "n", "seed", "index"};

  private final ModelService models;
  private final ImageAnswers answers;
  private final BodyReader bodies;
  private final WatchedImages watched;

  GenerationController(
      ModelService models, ImageAnswers answers, BodyReader bodies, WatchedImages watched) {
    this.models = models;
    this.answers = answers;
    this.bodies = bodies;
    this.watched = watched;
  }

  @PostMapping("/generate")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "generate",
      summary = "Draws images",
      description =
          "The same package, seed, index and parameters give the same bytes, alone or in a batch."
              + " As PNG several images are one contact sheet, row by row. As text/event-stream one"
              + " image is sent after every time step, or for a diffusion model every denoising"
              + " step (image_generation.partial_image), and at its end"
              + " (image_generation.completed).")
  @Takes({MODEL, COUNT, SEED, INDEX, TIME_STEPS, STEPS, TEMPERATURE, LABEL})
  @AnswersImages
  @AnswersEvents
  @AnswersWork
  @ApiResponse(
      responseCode = "200",
      description = "The images",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = ImagesJson.class)))
  @Problems({400, 403, 404, 406, 408, 415, 422, 503, 504})
  @Nullable ResponseEntity<byte[]> generate(
      HttpServletRequest request, HttpServletResponse response) {
    Parameters parameters = Parameters.of(request);
    ModelRef ref = ModelRef.parse(parameters.text("model", "esvae"));
    int count = parameters.number("n", 1, MAX_COUNT, 1);
    ImageSeeds seeds = ImageSeeds.of(parameters);
    TaskParameters family = new TaskParameters(parameters.except(COMMON));
    bodies.refuse(request);

    TaskRules rules = models.rules(ref);
    MediaType format = answers.format(request, rules, Capability.GENERATE);
    parameters.only(rules.parameters(Capability.GENERATE), COMMON);
    List<GenerateTask> tasks =
        seeds.first(count).stream().map(seed -> new GenerateTask(seed, family)).toList();
    rules.check(tasks.getFirst());
    if (format.equals(Accepted.EVENTS)) {
      requireOne(count);
      watched.send(request, response, watched(rules, tasks.getFirst()));
      return null;
    }
    Pooled<GeneratedImage> pooled = models.run(request, rules.ref(), Operation.GENERATE, tasks);
    return answers.answer(work(pooled, seeds.seed()), format, images(tasks, pooled.results()));
  }

  private static void requireOne(int count) {
    if (count > 1) {
      throw new InvalidParameterException(
          "n", Integer.toString(count), "1 where the answer is a stream of events");
    }
  }

  private static WatchedTask<GenerateTask, GeneratedImage> watched(
      TaskRules rules, GenerateTask task) {
    ImageSeed seed = task.seed();
    return new WatchedTask<>(
        rules.ref(),
        Operation.GENERATE_STEPWISE,
        task,
        seed,
        pooled -> work(pooled, seed.seed()),
        result -> image(seed, result));
  }

  private static Work work(Pooled<GeneratedImage> pooled, long seed) {
    return new Work(
        "generate",
        pooled.model(),
        seed,
        pooled.queued(),
        pooled.results().stream().map(GeneratedImage::activity).toList(),
        pooled.results().stream().map(GeneratedImage::times).toList());
  }

  private static List<ServedImage> images(List<GenerateTask> tasks, List<GeneratedImage> results) {
    List<ServedImage> images = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      images.add(image(tasks.get(i).seed(), results.get(i)));
    }
    return images;
  }

  private static ServedImage image(ImageSeed seed, GeneratedImage result) {
    return new ServedImage(
        seed.index(), seed.seed(), result.image(), result.activity(), null, result.label());
  }
}
