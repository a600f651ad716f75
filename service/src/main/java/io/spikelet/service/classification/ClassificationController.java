package io.spikelet.service.classification;

import static io.spikelet.service.contract.QueryParameter.BACKGROUND;
import static io.spikelet.service.contract.QueryParameter.CLASSIFIER;
import static io.spikelet.service.contract.QueryParameter.INVERT;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.Answers;
import io.spikelet.service.answer.Work;
import io.spikelet.service.classification.ClassificationJson.Score;
import io.spikelet.service.contract.AnswersWork;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.contract.ReadsBody;
import io.spikelet.service.contract.Takes;
import io.spikelet.service.request.Accepted;
import io.spikelet.service.request.BodyKind;
import io.spikelet.service.request.ImageBodies;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.request.PictureOptions;
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
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /classify}: the label of an image. */
@RestController
@Tag(name = "Images")
class ClassificationController {
  private final ModelService models;
  private final Answers answers;
  private final ImageBodies bodies;
  private final JsonMapper json;

  ClassificationController(
      ModelService models, Answers answers, ImageBodies bodies, JsonMapper json) {
    this.models = models;
    this.answers = answers;
    this.bodies = bodies;
    this.json = json;
  }

  @PostMapping("/classify")
  @io.swagger.v3.oas.annotations.Operation(
      operationId = "classify",
      summary = "Names what an image shows")
  @Takes({CLASSIFIER, BACKGROUND, INVERT})
  @ReadsBody(BodyKind.IMAGE)
  @AnswersWork
  @ApiResponse(
      responseCode = "200",
      description =
          "Label and scores: probabilities or, where the first output spike decides, how early"
              + " each class's neuron fired, from 1 (at once) to 0 (never). Only then also"
              + " decision_time (time step of that spike, time_steps if there was none),"
              + " time_steps, and spikes, the number of all spikes up to the decision",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = ClassificationJson.class)))
  @Problems({400, 403, 404, 406, 408, 413, 415, 422, 503, 504})
  ResponseEntity<byte[]> classify(HttpServletRequest request) {
    MediaType format = Accepted.choose(request, MediaType.APPLICATION_JSON);
    Parameters parameters =
        Parameters.of(request).only("model", PictureOptions.BACKGROUND, PictureOptions.INVERT);
    ModelRef ref = ModelRef.parse(parameters.text("model", "classifier"));
    PictureOptions options = PictureOptions.of(parameters);

    TaskRules rules = models.rules(ref);
    rules.require(Capability.CLASSIFY);
    Image image = bodies.read(request, rules.spec().image(), options);
    Pooled<Classification> pooled =
        models.run(request, rules.ref(), Operation.CLASSIFY, List.of(image));
    Classification result = pooled.results().getFirst();
    Work work =
        new Work(
            "classify",
            pooled.model(),
            null,
            pooled.queued(),
            List.of(result.activity()),
            List.of(result.times()));
    return answers.answer(work, format, () -> json.writeValueAsBytes(described(pooled, result)));
  }

  private ClassificationJson described(Pooled<Classification> pooled, Classification result) {
    List<String> labels = pooled.model().spec().labels();
    List<Score> scores =
        IntStream.range(0, labels.size())
            .mapToObj(label -> new Score(labels.get(label), result.scores()[label]))
            .toList();
    Decision decision = result.decision();
    return new ClassificationJson(
        pooled.model().ref().toString(),
        result.label(),
        result.name(),
        scores,
        decision == null ? null : decision.time(),
        decision == null ? null : decision.timeSteps(),
        decision == null ? null : decision.spikes(),
        answers.energy(result.activity()));
  }
}
