// What AccessMap has Node do, and nothing else: `node included.js FOLDER` takes the stacks that `xacct synth` wrote
// there into an app, with CfnInclude, and synthesizes into CDK_OUTDIR.

const fs = require("fs");
const os = require("os");
const path = require("path");
const cdk = require("aws-cdk-lib");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");

const folder = process.argv[2];
const { artifacts } = JSON.parse(fs.readFileSync(path.join(folder, "manifest.json")));
const app = new cdk.App({ analyticsReporting: false });
const templateFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "included-")), "resources.json");
for (const [name, { type, environment, properties }] of Object.entries(artifacts)) {
  if (type === "aws:cloudformation:stack") {
    const [account, region] = environment.slice("aws://".length).split("/");
    const stack = new cdk.Stack(app, name, { env: { account, region }, analyticsReporting: false });
    const { Resources } = JSON.parse(fs.readFileSync(path.join(folder, properties.templateFile)));
    fs.writeFileSync(templateFile, JSON.stringify({ Resources }));
    new CfnInclude(stack, "Resources", { templateFile });
  }
}
app.synth();
fs.rmSync(path.dirname(templateFile), { recursive: true });
