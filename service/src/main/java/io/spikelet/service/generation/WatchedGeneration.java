package io.spikelet.service.generation;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.Answers;
import io.spikelet.service.answer.Energy;
import io.spikelet.service.serving.ClientGoneException;
import io.spikelet.service.serving.ModelService;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Draws an image and sends it after every time step, while the next is computed. */
@Component
class WatchedGeneration {
  private static final Logger log = LoggerFactory.getLogger(WatchedGeneration.class);

  private final ModelService models;
  private final Answers answers;
  private final JsonMapper json;

  WatchedGeneration(ModelService models, Answers answers, JsonMapper json) {
    this.models = models;
    this.answers = answers;
    this.json = json;
  }

  /**
   * Sends {@code image_generation.partial_image} after each step and {@code
   * image_generation.completed} at the end. When the client leaves, drawing stops after the step
   * under way. What fails before the first event is thrown; later it becomes an event {@code
   * error}.
   *
   * @param model the reference to call the model in events
   */
  void send(
      HttpServletRequest request,
      HttpServletResponse response,
      ModelRef ref,
      ModelRef model,
      GenerateTask task) {
    response.setHeader("Snn-Seed", Long.toString(task.seed().seed()));
    EventStream events = new EventStream(response, json);
    AtomicBoolean left = new AtomicBoolean();
    try {
      Pooled<GeneratedImage> pooled =
          models.<StepwiseTask<GenerateTask>, GeneratedImage, PartialImage>run(
              request,
              ref,
              Operation.GENERATE_STEPWISE,
              tell ->
                  List.of(
                      new StepwiseTask<>(
                          task,
                          partial -> {
                            tell.accept(partial);
                            return !left.get();
                          })),
              partial -> events.send(ImageEvent.PARTIAL, partial(model, task, partial)));
      events.send(ImageEvent.COMPLETED, completed(pooled, task));
    } catch (ClientGoneException gone) {
      throw gone;
    } catch (RuntimeException e) {
      if (!events.begun()) {
        throw e;
      }
      log.warn("an image that was being watched could not be finished", e);
      events.send("error", Map.of("type", "error", "message", "The image could not be finished."));
    } finally {
      left.set(true);
    }
  }

  private ImageEvent partial(ModelRef model, GenerateTask task, PartialImage partial) {
    Energy energy = answers.energy(partial.activity());
    return event(ImageEvent.PARTIAL, model, task, partial.step(), partial.image(), energy);
  }

  private ImageEvent completed(Pooled<GeneratedImage> pooled, GenerateTask task) {
    GeneratedImage image = pooled.results().getFirst();
    Energy energy = answers.count(GenerationController.work(pooled, task.seed().seed()));
    return event(ImageEvent.COMPLETED, pooled.model().ref(), task, null, image.image(), energy);
  }

  private static ImageEvent event(
      String type,
      ModelRef model,
      GenerateTask task,
      @Nullable Integer step,
      Image image,
      Energy energy) {
    return new ImageEvent(
        type,
        model.toString(),
        task.seed().seed(),
        task.seed().index(),
        step,
        Base64.getEncoder().encodeToString(PngCodec.encode(image)),
        energy);
  }
}
