package io.spikelet.service.audio;

import static io.spikelet.service.contract.QueryParameter.INDEX;
import static io.spikelet.service.contract.QueryParameter.LISTENER;
import static io.spikelet.service.contract.QueryParameter.SEED;
import static io.spikelet.service.contract.QueryParameter.TIME_STEPS;
import static io.spikelet.service.contract.QueryParameter.VIEW;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.SoundPanel;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.Answers;
import io.spikelet.service.answer.ImageAnswers;
import io.spikelet.service.answer.ImagesJson;
import io.spikelet.service.answer.ServedImage;
import io.spikelet.service.answer.Work;
import io.spikelet.service.contract.AnswersEvents;
import io.spikelet.service.contract.AnswersImages;
import io.spikelet.service.contract.AnswersWork;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.contract.ReadsBody;
import io.spikelet.service.contract.Takes;
import io.spikelet.service.request.Accepted;
import io.spikelet.service.request.BodyKind;
import io.spikelet.service.request.ImageSeeds;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.request.SoundBodies;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /audio-to-image}: the image that a sound makes a model imagine. */
@RestController
@Tag(name = "Images")
class AudioController {
  private static final String[] COMMON = {"model", "seed", "index", "view"};

  private final ModelService models;
  private final Answers answers;
  private final ImageAnswers images;
  private final SoundBodies bodies;
  private final WatchedImages watched;

  AudioController(
      ModelService models,
      Answers answers,
      ImageAnswers images,
      SoundBodies bodies,
      WatchedImages watched) {
    this.models = models;
    this.answers = answers;
    this.images = images;
    this.bodies = bodies;
    this.watched = watched;
  }

  @PostMapping("/audio-to-image")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "audioToImage",
      summary = "Makes an image of a sound",
      description =
          "The sound is a WAV file (RIFF, RF64 or BW64; integers of 8 to 32 bits, floats, A-law,"
              + " mu-law) or a NIST SPHERE file (pcm, ulaw, alaw), of 1 to 64 channels at 1000 to"
              + " 384000 Hz; it is prepared for the model. What a browser records is neither: bring"
              + " it to WAV, with 'ffmpeg -i in.webm out.wav' or in the page. As"
              + " text/event-stream the image is sent after every time step"
              + " (image_generation.partial_image) and at its end (image_generation.completed)."
              + " With view=inspect the answer is one PNG of the spectrogram, the hidden spikes and"
              + " the image.")
  @Takes({LISTENER, SEED, INDEX, TIME_STEPS, VIEW})
  @ReadsBody(BodyKind.SOUND)
  @AnswersImages
  @AnswersEvents
  @AnswersWork
  @ApiResponse(
      responseCode = "200",
      description = "The image",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = ImagesJson.class)))
  @Problems({400, 403, 404, 406, 408, 413, 415, 422, 503, 504})
  @Nullable ResponseEntity<byte[]> imagine(
      HttpServletRequest request, HttpServletResponse response) {
    Parameters parameters = Parameters.of(request);
    ModelRef ref = ModelRef.parse(parameters.text("model", "audiocoder"));
    ImageSeed seed = ImageSeeds.of(parameters).first();
    boolean inspected = parameters.choice("view", "image", "inspect").equals("inspect");
    TaskParameters family = new TaskParameters(parameters.except(COMMON));

    TaskRules rules = models.rules(ref);
    rules.require(Capability.AUDIO_TO_IMAGE);
    MediaType format =
        inspected
            ? Accepted.choose(request, MediaType.IMAGE_PNG)
            : images.format(request, rules, Capability.AUDIO_TO_IMAGE);
    parameters.only(rules.parameters(Capability.AUDIO_TO_IMAGE), COMMON);
    SoundTask heard =
        bodies.read(
            request,
            rules.spec().audio(),
            sound -> checked(rules, new SoundTask(sound, seed, family)));
    if (format.equals(Accepted.EVENTS)) {
      watched.send(request, response, watched(rules, heard));
      return null;
    }
    Pooled<SoundImage> pooled =
        models.run(request, rules.ref(), Operation.AUDIO_TO_IMAGE, List.of(heard));
    Work work = work(pooled, seed);
    SoundImage result = pooled.results().getFirst();
    return inspected
        ? answers.answer(work, format, () -> panel(pooled, result))
        : images.answer(work, format, List.of(image(result, seed)));
  }

  /** With its cochleagram: a batch of others' must not wait for a long sound. */
  private static SoundTask checked(TaskRules rules, SoundTask task) {
    rules.check(task);
    return rules.prepared(task);
  }

  private static WatchedTask<SoundTask, SoundImage> watched(TaskRules rules, SoundTask task) {
    ImageSeed seed = task.seed();
    return new WatchedTask<>(
        rules.ref(),
        Operation.AUDIO_TO_IMAGE_STEPWISE,
        task,
        seed,
        pooled -> work(pooled, seed),
        result -> image(result, seed));
  }

  private static Work work(Pooled<SoundImage> pooled, ImageSeed seed) {
    GeneratedImage drawn = pooled.results().getFirst().drawn();
    return new Work(
        "audio-to-image",
        pooled.model(),
        seed.seed(),
        pooled.queued(),
        List.of(drawn.activity()),
        List.of(drawn.times()));
  }

  private static ServedImage image(SoundImage result, ImageSeed seed) {
    GeneratedImage drawn = result.drawn();
    return new ServedImage(seed.index(), seed.seed(), drawn.image(), drawn.activity(), null);
  }

  private static byte[] panel(Pooled<SoundImage> pooled, SoundImage result) {
    FrontEnd frontEnd =
        Objects.requireNonNull(pooled.model().spec().audio(), "a model that listens has one");
    Image spectrogram = result.spectrogram();
    double[] frequencies = frontEnd.centreFrequencies();
    Image image = result.drawn().image();
    return result
        .hidden()
        .map(hidden -> SoundPanel.png(spectrogram, frequencies, hidden, image))
        .orElseGet(() -> SoundPanel.png(spectrogram, frequencies, image));
  }
}
