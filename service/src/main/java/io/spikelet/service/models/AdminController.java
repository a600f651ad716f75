package io.spikelet.service.models;

import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.service.contract.Problems;
import io.spikelet.service.serving.Catalogue;
import io.spikelet.service.serving.ModelService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Models into memory and out of it, by hand. */
@RestController
@RequestMapping(path = "/admin/models", produces = MediaType.APPLICATION_JSON_VALUE)
@SecurityRequirement(name = "admin")
@Tag(name = "Administration")
class AdminController {
  private static final String REF = "name[:tag][@sha256:digest]";

  private final ModelService models;
  private final ModelPool pool;
  private final ModelStates states;
  private final Catalogue catalogue;

  AdminController(ModelService models, ModelPool pool, ModelStates states, Catalogue catalogue) {
    this.models = models;
    this.pool = pool;
    this.states = states;
    this.catalogue = catalogue;
  }

  @PostMapping("/{ref}/load")
  @Operation(operationId = "loadModel", summary = "Loads a model")
  @ApiResponse(responseCode = "200", description = "It is in memory")
  @Problems({400, 401, 404, 406, 503, 504})
  AdminJson load(
      @PathVariable("ref") @Parameter(description = REF) String ref, HttpServletRequest request) {
    ModelPackage loaded = models.await(request, pool.load(ModelRef.parse(ref)));
    return answer(loaded.ref());
  }

  @PostMapping("/{ref}/unload")
  @Operation(
      operationId = "unloadModel",
      summary = "Takes a model out of memory",
      description = "Running batches finish. The next request for it loads it again.")
  @ApiResponse(responseCode = "200", description = "It is not in memory")
  @Problems({400, 401, 404, 406, 503})
  AdminJson unload(@PathVariable("ref") @Parameter(description = REF) String text) {
    ModelRef ref = ModelRef.parse(text);
    ModelRef pinned = catalogue.find(ref).ref();
    pool.unload(ref);
    return answer(pinned);
  }

  @PostMapping("/{ref}/refresh")
  @Operation(
      operationId = "refreshModel",
      summary = "Looks into the registry again and loads what the reference means now",
      description =
          "Follows a tag that was moved and tries a package again that was refused. The new package"
              + " is pulled, verified and loaded beside the old one, which serves until then and"
              + " finishes what it has; if the new one cannot be used, the old one stays.")
  @ApiResponse(responseCode = "200", description = "The present package is in memory")
  @Problems({400, 401, 404, 406, 503, 504})
  AdminJson refresh(
      @PathVariable("ref") @Parameter(description = REF) String ref, HttpServletRequest request) {
    ModelPackage served = models.await(request, pool.refresh(ModelRef.parse(ref)));
    return answer(served.ref());
  }

  private AdminJson answer(ModelRef pinned) {
    ModelStates.Named state = states.of(Objects.requireNonNull(pinned.digest()));
    return new AdminJson(pinned.toString(), state.name());
  }
}
