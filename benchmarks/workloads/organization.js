// The organization of organization.py with CDK's Role, User and addToPolicy, as compiled TypeScript has it:
// `node organization.js 5000 200` synthesizes into CDK_OUTDIR.

const cdk = require("aws-cdk-lib");
const iam = require("aws-cdk-lib/aws-iam");

const [agreements, accounts] = process.argv.slice(2).map(Number);
const app = new cdk.App();
const ids = [...Array(accounts).keys()].map((index) => String(index + 1).padStart(3, "0").repeat(4));
const stacks = ids.map(
  (account, index) =>
    new cdk.Stack(app, `Access-account-${String(index).padStart(3, "0")}`, { env: { account, region: "eu-west-1" } }),
);
for (let index = 0; index < agreements; index += 1) {
  const name = String(index).padStart(5, "0");
  const trusting = index % accounts;
  const trusted = (trusting + 1 + (Math.floor(index / accounts) % (accounts - 1))) % accounts;
  const userArn = `arn:aws:iam::${ids[trusted]}:user/user-${name}`;
  const role = new iam.Role(stacks[trusting], `Reader${name}`, {
    roleName: `reader-${name}`,
    assumedBy: new iam.PrincipalWithConditions(new iam.AccountPrincipal(ids[trusted]), {
      ArnEquals: { "aws:PrincipalArn": userArn },
    }),
  });
  const bucket = `arn:aws:s3:::acme-reports-${name}`;
  const owned = { StringEquals: { "aws:ResourceAccount": ids[trusting] } };
  const listing = { ...owned, StringLike: { "s3:prefix": "monthly/*" } };
  for (const [action, resource, conditions] of [
    ["s3:GetObject", `${bucket}/monthly/*`, owned],
    ["s3:ListBucket", bucket, listing],
    ["s3:GetBucketLocation", bucket, owned],
  ]) {
    role.addToPolicy(new iam.PolicyStatement({ actions: [action], resources: [resource], conditions }));
  }
  const user = new iam.User(stacks[trusted], `User${name}`, { userName: `user-${name}` });
  const roleArn = `arn:aws:iam::${ids[trusting]}:role/reader-${name}`;
  user.addToPolicy(new iam.PolicyStatement({ actions: ["sts:AssumeRole"], resources: [roleArn] }));
}
app.synth();
