package io.spikelet.service.watching;

import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.Timed;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.Answers;
import io.spikelet.service.answer.Energy;
import io.spikelet.service.answer.ServedImage;
import io.spikelet.service.answer.ServedImage.Likeness;
import io.spikelet.service.connection.ClientGoneException;
import io.spikelet.service.serving.ModelService;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes an image and sends it after every time step, while the next is computed. */
@Component
public class WatchedImages {
  private static final Logger log = LoggerFactory.getLogger(WatchedImages.class);

  private final ModelService models;
  private final Answers answers;
  private final JsonMapper json;

  WatchedImages(ModelService models, Answers answers, JsonMapper json) {
    this.models = models;
    this.answers = answers;
    this.json = json;
  }

  /**
   * Sends {@code image_generation.partial_image} after each step and {@code
   * image_generation.completed} at the end. When the client leaves, drawing stops after the step
   * under way. What fails before the first event is thrown; later it becomes an event {@code
   * error}.
   */
  public <T, O extends Timed> void send(
      HttpServletRequest request, HttpServletResponse response, WatchedTask<T, O> watched) {
    response.setHeader("Snn-Seed", Long.toString(watched.seed().seed()));
    EventStream events = new EventStream(response, json);
    AtomicBoolean left = new AtomicBoolean();
    try {
      Pooled<O> pooled =
          models.<StepwiseTask<T>, O, PartialImage>run(
              request,
              watched.model(),
              watched.operation(),
              tell ->
                  List.of(
                      new StepwiseTask<>(
                          watched.task(),
                          partial -> {
                            tell.accept(partial);
                            return !left.get();
                          })),
              partial -> events.send(ImageEvent.PARTIAL, partial(watched, partial)));
      events.send(ImageEvent.COMPLETED, completed(watched, pooled));
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

  private ImageEvent partial(WatchedTask<?, ?> watched, PartialImage partial) {
    ImageSeed seed = watched.seed();
    return new ImageEvent(
        ImageEvent.PARTIAL,
        watched.model().toString(),
        seed.seed(),
        seed.index(),
        partial.step(),
        base64(partial.image()),
        answers.energy(partial.activity()),
        null,
        null,
        null,
        null);
  }

  private <T, O extends Timed> ImageEvent completed(WatchedTask<T, O> watched, Pooled<O> pooled) {
    Energy energy = answers.count(watched.work().apply(pooled));
    ServedImage served = watched.image().apply(pooled.results().getFirst());
    Likeness likeness = served.likeness();
    Label label = served.label();
    return new ImageEvent(
        ImageEvent.COMPLETED,
        pooled.model().ref().toString(),
        watched.seed().seed(),
        watched.seed().index(),
        null,
        base64(served.image()),
        energy,
        likeness == null ? null : likeness.mse(),
        likeness == null ? null : served.image().range().toString(),
        likeness == null ? null : likeness.ssim(),
        label == null ? null : label.name());
  }

  private static String base64(Image image) {
    return Base64.getEncoder().encodeToString(PngCodec.encode(image));
  }
}
