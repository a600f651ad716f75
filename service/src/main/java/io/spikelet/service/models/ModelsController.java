package io.spikelet.service.models;

import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.pool.RefusedUpdate;
import io.spikelet.runtime.registry.DamagedPackageException;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.RegistryEntry;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.request.Parameters;
import io.spikelet.service.serving.Catalogue;
import io.spikelet.service.serving.PackageInfo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /models} and {@code GET /models/{ref}}: which models there are, and what they are. */
@RestController
@Tag(name = "Models")
class ModelsController {
  private static final String UNCHANGED = "It is still what If-None-Match names";

  private final ModelRegistry registry;
  private final Catalogue catalogue;
  private final ModelStates states;
  private final ModelEnergy energy;

  ModelsController(
      ModelRegistry registry, Catalogue catalogue, ModelStates states, ModelEnergy energy) {
    this.registry = registry;
    this.catalogue = catalogue;
    this.states = states;
    this.energy = energy;
  }

  @GetMapping(path = "/models", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "listModels", summary = "Lists the packages of the registry")
  @ApiResponse(responseCode = "200", description = "The packages")
  @ApiResponse(responseCode = "304", description = UNCHANGED, content = @Content)
  @Problems({400, 406, 503})
  ModelsJson models(HttpServletRequest request) {
    Parameters.of(request).only();
    return new ModelsJson(registry.list().stream().map(this::item).toList());
  }

  @GetMapping(path = "/models/{ref}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "describeModel",
      summary = "Describes one package",
      description =
          "Its card, metrics and layers, and what its golden sample costs by each profile.")
  @ApiResponse(responseCode = "200", description = "The package")
  @ApiResponse(responseCode = "304", description = UNCHANGED, content = @Content)
  @Problems({400, 404, 406, 503})
  ModelJson model(
      @PathVariable("ref") @Parameter(description = "name[:tag][@sha256:digest]") String text,
      HttpServletRequest request) {
    Parameters.of(request).only();
    ModelRef ref = ModelRef.parse(text);
    try {
      PackageInfo info = catalogue.find(ref);
      // First the table: drawing the golden sample may load the model, and the state tells so.
      ModelJson.EnergyJson table = energy.of(request, info);
      return ModelDescription.of(
          info, tags(ref, info.digest()), states.of(info.digest()), refused(ref), table);
    } catch (DamagedPackageException e) {
      return damaged(ref, e);
    }
  }

  private ModelsJson.Item item(RegistryEntry entry) {
    ModelSpec spec = entry.spec();
    ModelStates.Named state = states.of(entry.digest());
    return new ModelsJson.Item(
        entry.name(),
        entry.tags(),
        entry.digest().toString(),
        spec == null ? null : spec.family().id(),
        spec == null ? List.of() : spec.capabilities().stream().map(Capability::id).toList(),
        entry.damaged() ? ModelStates.DAMAGED : state.name(),
        entry.damaged() ? entry.damage() : state.reason(),
        servedWith(entry));
  }

  private @Nullable Map<String, String> servedWith(RegistryEntry entry) {
    Map<String, String> served = new TreeMap<>();
    for (String tag : entry.tags()) {
      RefusedUpdate refused = states.refused(entry.name(), tag);
      if (refused != null && refused.refused().equals(entry.digest())) {
        served.put(tag, refused.serving().toString());
      }
    }
    return served.isEmpty() ? null : served;
  }

  private ModelJson.@Nullable RefusedJson refused(ModelRef ref) {
    RefusedUpdate refused = ref.digest() == null ? states.refused(ref.name(), ref.tag()) : null;
    return refused == null
        ? null
        : new ModelJson.RefusedJson(refused.refused().toString(), refused.reason());
  }

  private ModelJson damaged(ModelRef ref, DamagedPackageException e) {
    Digest digest = registry.resolve(ref);
    return ModelDescription.damaged(ref.withDigest(digest), tags(ref, digest), e.reason());
  }

  private List<String> tags(ModelRef ref, Digest digest) {
    return registry.list().stream()
        .filter(entry -> entry.digest().equals(digest) && entry.name().equals(ref.name()))
        .flatMap(entry -> entry.tags().stream())
        .toList();
  }
}
