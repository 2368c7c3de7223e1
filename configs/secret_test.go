package configs_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"yishi/configs"
)

// canary is a secret; its other spellings are how verbs would show it.
const canary = "qiaoqiao"

var spellings = []string{canary, "7169616f", "7169616F", "cWlhb3FpYW8", "113 105"}

func wantHidden(t *testing.T, how, said string) {
	t.Helper()
	for _, spelling := range spellings {
		if strings.Contains(said, spelling) {
			t.Errorf("%s tells the secret: %s", how, said)
		}
	}
	if !strings.Contains(said, "[secret]") {
		t.Errorf("%s does not say that there is a secret: %s", how, said)
	}
}

func TestSecretInPrint(t *testing.T) {
	secret := configs.Secret(canary)
	holder := struct {
		Name   string
		Secret configs.Secret
		Inner  configs.WeCom
		List   []configs.Secret
		Map    map[string]configs.Secret
	}{"甲", secret, configs.WeCom{Token: secret}, []configs.Secret{secret}, map[string]configs.Secret{"乙": secret}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%b", "%10.3s", "%T %[1]v"} {
		wantHidden(t, verb, fmt.Sprintf(verb, secret))
		wantHidden(t, verb+" of a pointer", fmt.Sprintf(verb, &secret)+"[secret]")
		wantHidden(t, verb+" of a struct", fmt.Sprintf(verb, holder))
	}
	wantHidden(t, "Sprint", fmt.Sprint(secret))
	wantHidden(t, "Sprintln", fmt.Sprintln("密钥", secret))
	wantHidden(t, "Errorf", fmt.Errorf("出错: %w, %s", errors.New("甲"), secret).Error())
	wantHidden(t, "String", secret.String())
	wantHidden(t, "GoString", secret.GoString())
	if fmt.Sprint(configs.Secret("")) != "[secret]" {
		t.Error("it can be seen that a secret is not set")
	}
	if secret.Reveal() != canary {
		t.Error("Reveal does not tell the secret")
	}
}

func TestSecretInEncodings(t *testing.T) {
	secret := configs.Secret(canary)
	holder := configs.Database{DSN: secret}
	asJSON, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	wantHidden(t, "JSON", string(asJSON))
	asYAML, err := yaml.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	wantHidden(t, "YAML", string(asYAML))
	asXML, err := xml.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	wantHidden(t, "XML", string(asXML))
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		log.Reset()
		slog.New(handler).Info("起动", "secret", secret, "holder", holder)
		wantHidden(t, fmt.Sprintf("%T", handler), log.String())
	}
}

// TestMistakesHideSecrets makes every mistake that a secret can be part of.
func TestMistakesHideSecrets(t *testing.T) {
	_, err := load(t, right+`
database: {dialect: oracle, dsn: qiaoqiao}
redis: {addr: qiaoqiao}
wecom: {corp_id: ww1, secret: qiaoqiao, token: "qiaoqiao!", encoding_aes_key: qiaoqiao, group_webhook_key: "qiaoqiao qiaoqiao"}
dingtalk: {client_id: ding1, client_secret: [qiaoqiao]}
`, "YISHI_WECOM_SECRET=qiaoqiao", "YISHI_WECOM_SECERT=qiaoqiao", "YISHI_WECOM_SECRET_FILE=/nowhere")
	if err == nil || strings.Contains(err.Error(), canary) {
		t.Errorf("says %v", err)
	}
}
