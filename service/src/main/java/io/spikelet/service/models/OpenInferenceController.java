package io.spikelet.service.models;

import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.ModelState;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.RegistryEntry;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.serving.Catalogue;
import io.spikelet.service.serving.PackageInfo;
import io.spikelet.service.serving.Readiness;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Health and metadata of the Open Inference Protocol, version 2. There is no {@code infer}: a seed
 * and a picture are no tensors.
 */
@RestController
@RequestMapping(path = "/v2", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Open Inference Protocol")
class OpenInferenceController {
  private static final String NAME = "Name of a model, without a tag";
  private static final String TAG = "Tag of a package; a version by this protocol";

  private final Catalogue catalogue;
  private final ModelRegistry registry;
  private final ModelPool pool;
  private final Readiness readiness;

  OpenInferenceController(
      Catalogue catalogue, ModelRegistry registry, ModelPool pool, Readiness readiness) {
    this.catalogue = catalogue;
    this.registry = registry;
    this.pool = pool;
    this.readiness = readiness;
  }

  @GetMapping
  @Operation(operationId = "serverMetadata", summary = "Name and version of the server")
  @ApiResponse(responseCode = "200", description = "The server")
  @Problems(406)
  OpenInferenceJson.Server server() {
    return new OpenInferenceJson.Server("spikelet", version(), List.of());
  }

  @GetMapping("/health/live")
  @Operation(operationId = "serverLive", summary = "Whether the server answers")
  @ApiResponse(responseCode = "200", description = "It does")
  @Problems(406)
  OpenInferenceJson.Live live() {
    return new OpenInferenceJson.Live(true);
  }

  @GetMapping("/health/ready")
  @Operation(operationId = "serverReady", summary = "Whether requests can be served")
  @ApiResponse(responseCode = "200", description = "They can")
  @ApiResponse(responseCode = "503", description = "Not yet")
  @Problems(406)
  ResponseEntity<OpenInferenceJson.Ready> ready() {
    boolean ready = readiness.obstacle() == null;
    return status(ready).body(new OpenInferenceJson.Ready(ready));
  }

  @GetMapping("/models/{name}")
  @Operation(operationId = "modelMetadata", summary = "Metadata of a model")
  @ApiResponse(responseCode = "200", description = "The model")
  @Problems({400, 404, 406, 503})
  OpenInferenceJson.Model model(@PathVariable("name") @Parameter(description = NAME) String name) {
    return metadata(ModelRef.of(name, ModelRef.DEFAULT_TAG));
  }

  @GetMapping("/models/{name}/versions/{tag}")
  @Operation(operationId = "modelVersionMetadata", summary = "Metadata of a model by its tag")
  @ApiResponse(responseCode = "200", description = "The model")
  @Problems({400, 404, 406, 503})
  OpenInferenceJson.Model version(
      @PathVariable("name") @Parameter(description = NAME) String name,
      @PathVariable("tag") @Parameter(description = TAG) String tag) {
    return metadata(ModelRef.of(name, tag));
  }

  @GetMapping("/models/{name}/ready")
  @Operation(operationId = "modelReady", summary = "Whether a model is in memory")
  @ApiResponse(responseCode = "200", description = "It is")
  @ApiResponse(responseCode = "503", description = "It is not; the first request loads it")
  @Problems({400, 404, 406})
  ResponseEntity<OpenInferenceJson.ModelReady> modelReady(
      @PathVariable("name") @Parameter(description = NAME) String name) {
    return readiness(ModelRef.of(name, ModelRef.DEFAULT_TAG));
  }

  @GetMapping("/models/{name}/versions/{tag}/ready")
  @Operation(
      operationId = "modelVersionReady",
      summary = "Whether a model is in memory, by its tag")
  @ApiResponse(responseCode = "200", description = "It is")
  @ApiResponse(responseCode = "503", description = "It is not; the first request loads it")
  @Problems({400, 404, 406})
  ResponseEntity<OpenInferenceJson.ModelReady> versionReady(
      @PathVariable("name") @Parameter(description = NAME) String name,
      @PathVariable("tag") @Parameter(description = TAG) String tag) {
    return readiness(ModelRef.of(name, tag));
  }

  private OpenInferenceJson.Model metadata(ModelRef ref) {
    PackageInfo info = catalogue.find(ref);
    return new OpenInferenceJson.Model(
        ref.name(),
        versions(ref.name()),
        "onnxruntime_onnx",
        List.of(),
        List.of(),
        parameters(info));
  }

  private ResponseEntity<OpenInferenceJson.ModelReady> readiness(ModelRef ref) {
    PackageInfo info = catalogue.find(ref);
    boolean ready = pool.state(info.digest()) instanceof ModelState.Ready;
    return status(ready).body(new OpenInferenceJson.ModelReady(ref.name(), ready));
  }

  private List<String> versions(String name) {
    return registry.list().stream()
        .filter(entry -> entry.name().equals(name))
        .map(RegistryEntry::tags)
        .flatMap(List::stream)
        .sorted()
        .toList();
  }

  private static Map<String, Object> parameters(PackageInfo info) {
    return Map.of(
        "infer", false,
        "digest", info.digest().toString(),
        "family", info.spec().family().id(),
        "operations", info.spec().capabilities().stream().map(Capability::id).toList());
  }

  private static ResponseEntity.BodyBuilder status(boolean ready) {
    return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
  }

  private static String version() {
    String version = OpenInferenceController.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
