import com.fasterxml.jackson.databind.ObjectMapper;
import io.spikelet.client.ApiClient;
import io.spikelet.client.ApiException;
import io.spikelet.client.api.ImagesApi;
import io.spikelet.client.api.ModelsApi;
import io.spikelet.client.model.Images;
import io.spikelet.client.model.Model;
import io.spikelet.client.model.ModelsItem;
import io.spikelet.client.model.Problem;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What GeneratedClientTests says with the generated client; compiled together with it. */
public final class Conversation {
  private Conversation() {}

  /** Asks for models and images; what was heard, by name. */
  public static Map<String, Object> hold(String address) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(address);
    // Left alone it accepts every format of images, of which it can read one.
    client.setRequestInterceptor(request -> request.setHeader("Accept", "application/json"));
    Map<String, Object> heard = new HashMap<>();
    models(new ModelsApi(client), heard);
    images(new ImagesApi(client), heard);
    refusal(new ModelsApi(client), client.getObjectMapper(), heard);
    return heard;
  }

  private static void models(ModelsApi models, Map<String, Object> heard) throws ApiException {
    List<ModelsItem> items = models.listModels().getModels();
    heard.put(
        "listed",
        items.stream()
            .anyMatch(
                item ->
                    item.getName().equals("esvae")
                        && item.getTags().contains("mnist")
                        && item.getDigest().startsWith("sha256:")
                        && item.getCapabilities().contains("generate")));
    Model model = models.describeModel("esvae:mnist");
    heard.put("family", model.getFamily());
  }

  private static void images(ImagesApi api, Map<String, Object> heard) throws ApiException {
    Images images = api.generate("esvae:mnist", 2L, 7L, null, null, null, null, null);
    byte[] first = Base64.getDecoder().decode(images.getData().getFirst().getB64Json());
    heard.put("images", images.getData().size());
    heard.put("image", new String(first, 1, 3, java.nio.charset.StandardCharsets.US_ASCII));
    heard.put("seed", images.getData().getFirst().getSeed());
  }

  private static void refusal(ModelsApi models, ObjectMapper json, Map<String, Object> heard)
      throws Exception {
    try {
      models.describeModel("nobody:knows");
    } catch (ApiException refused) {
      heard.put("refusal", refused.getCode());
      heard.put("problem", json.readValue(refused.getResponseBody(), Problem.class).getType());
    }
  }
}
