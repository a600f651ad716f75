package io.spikelet.service.latents;

import static io.spikelet.service.contract.QueryParameter.BACKGROUND;
import static io.spikelet.service.contract.QueryParameter.ENCODING;
import static io.spikelet.service.contract.QueryParameter.INDEX;
import static io.spikelet.service.contract.QueryParameter.INVERT;
import static io.spikelet.service.contract.QueryParameter.MODEL;
import static io.spikelet.service.contract.QueryParameter.SEED;
import static io.spikelet.service.contract.QueryParameter.STATISTICS;

import io.spikelet.runtime.audio.SoundDecoder;
import io.spikelet.runtime.generator.CodeMap;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.image.RasterPlot;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.service.answer.Answers;
import io.spikelet.service.answer.Work;
import io.spikelet.service.contract.AnswersWork;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.contract.ReadsBody;
import io.spikelet.service.contract.Takes;
import io.spikelet.service.request.Accepted;
import io.spikelet.service.request.BodyDecoder;
import io.spikelet.service.request.BodyKind;
import io.spikelet.service.request.BodyReader;
import io.spikelet.service.request.EmptyBodyException;
import io.spikelet.service.request.ImageBodies;
import io.spikelet.service.request.ImageSeeds;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.request.PictureOptions;
import io.spikelet.service.request.SoundBodies;
import io.spikelet.service.serving.ModelService;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /latents}: the spike train between encoder and decoder, or one of the prior. */
@RestController
@Tag(name = "Latents")
class LatentsController {
  private final ModelService models;
  private final Answers answers;
  private final BodyReader bodies;
  private final ImageBodies images;
  private final SoundBodies sounds;
  private final JsonMapper json;

  LatentsController(
      ModelService models,
      Answers answers,
      BodyReader bodies,
      ImageBodies images,
      SoundBodies sounds,
      JsonMapper json) {
    this.models = models;
    this.answers = answers;
    this.bodies = bodies;
    this.images = images;
    this.sounds = sounds;
    this.json = json;
  }

  /** What the query asks for beside the model. */
  private record Wanted(
      ImageSeeds seeds, PictureOptions picture, boolean packed, boolean fullStatistics) {
    static Wanted of(Parameters parameters) {
      return new Wanted(
          ImageSeeds.of(parameters),
          PictureOptions.of(parameters),
          parameters.choice("encoding", "spikes", "packed").equals("packed"),
          parameters.choice("statistics", "light", "full").equals("full"));
    }
  }

  @PostMapping("/latents")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "latents",
      summary = "Encodes an image or a sound to its latent spike train",
      description =
          "The body is an image, or a sound for a model that listens. Without a body: a spike train"
              + " drawn from the prior, where the model has one. The picture is a raster plot; the"
              + " NumPy array is uint8 [T, 1, D].")
  @Takes({MODEL, SEED, INDEX, BACKGROUND, INVERT, ENCODING, STATISTICS})
  @ReadsBody(value = BodyKind.IMAGE_OR_SOUND, required = false)
  @AnswersWork
  @ApiResponse(
      responseCode = "200",
      description = "The spike train",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = LatentsJson.class)),
        @Content(mediaType = MediaType.IMAGE_PNG_VALUE),
        @Content(mediaType = "application/x-npy")
      })
  @Problems({400, 403, 404, 406, 408, 413, 415, 422, 503, 504})
  ResponseEntity<byte[]> latents(HttpServletRequest request) {
    MediaType format =
        Accepted.choose(request, MediaType.APPLICATION_JSON, MediaType.IMAGE_PNG, Accepted.NPY);
    Parameters parameters =
        Parameters.of(request)
            .only(
                "model",
                "seed",
                "index",
                PictureOptions.BACKGROUND,
                PictureOptions.INVERT,
                "encoding",
                "statistics");
    ModelRef ref = ModelRef.parse(parameters.text("model", "esvae"));
    Wanted wanted = Wanted.of(parameters);

    TaskRules rules = models.rules(ref);
    rules.require(Capability.LATENTS);
    ImageSeed seed = wanted.seeds().first();
    Stimulus stimulus =
        bodies
            .readIfPresent(request, BodyKind.IMAGE_OR_SOUND, decoder(rules, wanted))
            .orElseGet(() -> nothing(rules, seed));
    Pooled<LatentSpikes> pooled =
        switch (stimulus) {
          case Heard(SoundTask task) ->
              models.run(request, rules.ref(), Operation.LATENTS_OF_SOUNDS, List.of(task));
          case Seen(LatentTask task) ->
              models.run(request, rules.ref(), Operation.LATENTS, List.of(task));
        };
    LatentSpikes result = pooled.results().getFirst();
    Work work = work(pooled, wanted);
    return answers.answer(work, format, () -> encode(format, pooled, result, wanted));
  }

  /** What the spikes are of. */
  private sealed interface Stimulus {}

  private record Heard(SoundTask task) implements Stimulus {}

  private record Seen(LatentTask task) implements Stimulus {}

  private static Stimulus nothing(TaskRules rules, ImageSeed seed) {
    if (!rules.spec().offers(Capability.GENERATE)) {
      throw new EmptyBodyException(rules.listens() ? BodyKind.SOUND : BodyKind.IMAGE);
    }
    return seen(rules, new LatentTask(null, seed));
  }

  private BodyDecoder<Stimulus> decoder(TaskRules rules, Wanted wanted) {
    ImageSeed seed = wanted.seeds().first();
    BodyDecoder<Stimulus> sound =
        sounds.decoder(rules.spec().audio(), decoded -> heard(rules, new SoundTask(decoded, seed)));
    BodyDecoder<Image> image = images.decoder(rules.spec().image(), wanted.picture());
    return new BodyDecoder<>() {
      @Override
      public long workingBytes(byte[] body) {
        return isSound(body, rules) ? sound.workingBytes(body) : image.workingBytes(body);
      }

      @Override
      public Stimulus decode(byte[] body) {
        return isSound(body, rules)
            ? sound.decode(body)
            : seen(rules, new LatentTask(image.decode(body), seed));
      }
    };
  }

  /** Bytes that are neither are what the model wants: its decoder tells what is wrong with them. */
  private static boolean isSound(byte[] body, TaskRules rules) {
    return SoundDecoder.recognises(body) || (rules.listens() && !PngCodec.recognises(body));
  }

  private static Stimulus heard(TaskRules rules, SoundTask task) {
    rules.checkLatents(task);
    return new Heard(rules.prepared(task));
  }

  private static Stimulus seen(TaskRules rules, LatentTask task) {
    rules.check(task);
    return new Seen(task);
  }

  private static Work work(Pooled<LatentSpikes> pooled, Wanted wanted) {
    return new Work(
        "latents",
        pooled.model(),
        wanted.seeds().seed(),
        pooled.queued(),
        pooled.results().stream().map(LatentSpikes::activity).toList(),
        pooled.results().stream().map(LatentSpikes::times).toList());
  }

  private byte[] encode(
      MediaType format, Pooled<LatentSpikes> pooled, LatentSpikes result, Wanted wanted) {
    SpikeTrain spikes = result.spikes();
    if (format.equals(MediaType.IMAGE_PNG)) {
      return RasterPlot.png(spikes, 0);
    }
    if (format.equals(Accepted.NPY)) {
      return NpyArray.ofBytes(spikes.toBytes(), spikes.timeSteps(), 1, spikes.neurons()).toFile();
    }
    return json.writeValueAsBytes(
        new LatentsJson(
            pooled.model().ref().toString(),
            spikes.timeSteps(),
            spikes.neurons(),
            List.of(sample(result, wanted))));
  }

  private LatentsJson.Sample sample(LatentSpikes result, Wanted wanted) {
    SpikeTrain spikes = result.spikes();
    CodeMap codes = result.codes();
    return new LatentsJson.Sample(
        wanted.seeds().index(),
        wanted.seeds().seed(),
        wanted.packed() ? null : listed(spikes),
        wanted.packed() ? Base64.getEncoder().encodeToString(spikes.packed(0)) : null,
        codes == null ? null : codes.codes(),
        result.spikeTimes(),
        spikes.firingRates(0),
        StatisticsJson.of(spikes, wanted.fullStatistics()),
        answers.energy(result.activity()));
  }

  private static int[][] listed(SpikeTrain spikes) {
    int[][] listed = new int[spikes.timeSteps()][spikes.neurons()];
    for (int t = 0; t < listed.length; t++) {
      for (int d = 0; d < listed[t].length; d++) {
        listed[t][d] = spikes.fires(t, 0, d) ? 1 : 0;
      }
    }
    return listed;
  }
}
